using System.CommandLine;
using Decent.Hosting;
using Decent.Hosting.Cli;
using Decent.Hosting.Systemd;
using Decent.Instance.Backups;
using Decent.Instance.Configuration;
using Decent.Mqtt;

namespace Decent.Instance.Cli;

/// <summary><c>run</c>: the daemon itself, in the foreground.</summary>
internal static class RunCommand
{
    public static Command Create(Option<string> state)
    {
        var command = new Command("run", """
            Runs the instance until it is stopped (Ctrl+C or SIGTERM). Each flag is a setting, which the file and the environment may have too;
            decent-instance config shows all of them, with more flags than stand here.

            Example: decent-instance run --state ~/decent --listen 0.0.0.0:4970
                     decent-instance run --config /etc/decent/instance.json
            """);
        ConfigurationFlags.AddTo(command);
        command.SetAction(InstanceCli.Program.Action(state, (context, parsed, ct) => RunAsync(context, Options(context, parsed, state), ct)));
        return command;
    }

    private static InstanceOptions Options(CliContext context, ParseResult parsed, Option<string> state)
    {
        var configuration = ConfigurationFlags.Of(parsed, parsed.GetValue(state));
        if (configuration.Mistakes.Count > 0)
            throw ConfigurationFlags.Refusal(configuration.Mistakes);
        var options = ConfiguredInstance.Options(configuration, context.State);
        return options.Rule() is { } rule ? throw ConfigurationFlags.Refusal([rule]) : options;
    }

    private static async Task<int> RunAsync(CliContext context, InstanceOptions options, CancellationToken ct)
    {
        if (!StateFolder.TryLock(context.State, out var folder, out var rule))
            throw new CliException(rule);
        if (RestoreFolder.Unfinished(context.State) is { } unfinished)
        {
            folder!.Dispose();
            throw new CliException(unfinished);
        }
        var notifier = SystemdNotifier.OfProcess();
        notifier.Status("Brings index and ledger in step with git");
        await using var daemon = await StartAsync(folder!, options, ct);
        await using var service = new InstanceService(notifier, daemon);
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
