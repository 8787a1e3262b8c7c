using Decent.Hosting;
using Decent.Hosting.Cli;
using System.CommandLine;
using Decent.Instance.Enrolment;
using Decent.Instance.Broker;
using Decent.Mqtt;

namespace Decent.Instance.Cli;

/// <summary><c>run</c>: the daemon itself, in the foreground.</summary>
internal static class RunCommand
{
    public static Command Create(Option<string> state)
    {
        var listen = new Option<string[]>("--listen")
        {
            Description = $"Where to listen, may be given more than once; 0.0.0.0:4970 for the whole network. Default {InstanceOptions.ListenDefault}.",
            HelpName = "ADDRESS:PORT",
        };
        var mqtt = new Option<string?>("--mqtt")
        {
            Description = "Where nodes reach the broker that the instance runs; port 0 is any free one, kept. Beyond loopback they connect over TLS. "
                + $"Default {BrokerOptions.ListenDefault}, with --mqtt-tls {BrokerOptions.TlsListenDefault}.",
            HelpName = "ADDRESS:PORT",
        };
        var tls = new Option<bool>("--mqtt-tls") { Description = "Nodes connect over TLS on loopback too." };
        var plain = new Option<bool>("--mqtt-plain") { Description = "Nodes connect without TLS: everyone on the network can read their passwords." };
        var broker = new Option<string?>("--broker")
        {
            Description = "Use this broker instead of running one: mqtt(s)://user:password@host:port. Its rules: 'broker acl'.",
            HelpName = "URL",
        };
        var brokerCa = new Option<string?>("--broker-ca") { Description = "PEM file with the authority of a broker by mqtts://", HelpName = "FILE" };
        var secret = new Option<string?>("--broker-password-file")
        {
            Description = "File whose first line is the password at that broker, in place of one in the URL.", HelpName = "FILE",
        };
        var noBroker = new Option<bool>("--no-broker") { Description = "Run without a broker: nodes ask over HTTP." };
        var id = new Option<string?>("--id")
        {
            Description = "Id of a new instance, kept from then on. Default: made from the host's name.",
            HelpName = "NAME",
        };
        var address = new Option<string?>("--address")
        {
            Description = "This instance as nodes reach it, for their credentials. Default: the first one listened on, with an interface's for 0.0.0.0.",
            HelpName = "URL",
        };
        var budget = new Option<long>("--content-bytes")
        {
            Description = "Most bytes of content kept beside git; what is evicted comes back from git when it is asked for. Default 2000000000.",
            HelpName = "BYTES",
            DefaultValueFactory = _ => 2_000_000_000,
        };
        var command = new Command("run", """
            Runs the instance until it is stopped (Ctrl+C or SIGTERM).

            Example: decent-instance run --state ~/decent --listen 0.0.0.0:4970
            """) { listen, mqtt, tls, plain, broker, brokerCa, secret, noBroker, id, address, budget };
        command.Validators.Add(given =>
        {
            if (given.GetValue(tls) && given.GetValue(plain))
                given.AddError("--mqtt-tls and --mqtt-plain exclude each other.");
        });
        command.SetAction(InstanceCli.Program.Action(state, (context, parsed, ct) => RunAsync(context, new InstanceOptions
        {
            State = context.State,
            Listen = parsed.GetValue(listen) is { Length: > 0 } given ? given : [InstanceOptions.ListenDefault],
            Id = parsed.GetValue(id),
            ContentBytesMax = parsed.GetValue(budget),
            Enrolment = new EnrolmentOptions { Instance = parsed.GetValue(address) ?? "" },
            Broker = new BrokerOptions
            {
                Listen = parsed.GetValue(mqtt)!, Tls = parsed.GetValue(tls) ? true : parsed.GetValue(plain) ? false : null,
                External = parsed.GetValue(broker), ExternalCa = parsed.GetValue(brokerCa), PasswordFile = parsed.GetValue(secret),
                None = parsed.GetValue(noBroker),
            },
        }, ct)));
        return command;
    }

    private static async Task<int> RunAsync(CliContext context, InstanceOptions options, CancellationToken ct)
    {
        if (options.Rule() is { } rule)
        {
            await context.Error.WriteLineAsync($"decent-instance: {rule}");
            return CliExit.Usage;
        }
        if (!StateFolder.TryLock(context.State, out var folder, out rule))
            throw new CliException(rule);
        await using var daemon = await StartAsync(folder!, options, ct);
        await context.Out.WriteLineAsync($"decent-instance runs on {context.State}, listening on {string.Join(' ', daemon.Addresses)}");
        await context.Out.FlushAsync(ct);
        await daemon.WaitAsync(ct);
        return CliExit.Ok;
    }

    private static async Task<InstanceDaemon> StartAsync(StateFolder folder, InstanceOptions options, CancellationToken ct)
    {
        try
        {
            return await InstanceDaemon.StartAsync(folder, options, extend: null, ct);
        }
        catch (Exception e) when (e is IOException or Git.GitException or InvalidOperationException or MqttSetupException)
        {
            // A port in use, no git, no mosquitto, a damaged ledger: each message says what to do.
            throw new CliException(e.Message, e);
        }
    }
}
