using System.CommandLine;
using System.Text.Json;
using Decent.Content.Eviction;
using Decent.Edge.Control;
using Decent.Hosting;
using Decent.Hosting.Cli;
using Decent.Hosting.Identity;
using Decent.Hosting.Lan;
using Decent.Hosting.Systemd;
using Decent.Mqtt;
using Decent.Protocol;

namespace Decent.Edge.Cli;

/// <summary><c>run</c>: the daemon itself, in the foreground.</summary>
internal static class RunCommand
{
    private const int CredentialsBytesMax = 64 * 1024;

    public static Command Create(Option<string> state) => Parts(state).Command;

    /// <summary>What is wrong with flags that somebody wrote down for a start to come, as a sentence; null when the command takes them.</summary>
    internal static string? Mistake(IReadOnlyList<string> flags)
    {
        (Command command, Func<string, NodeCredentials?, ParseResult, EdgeOptions> options) = Parts(EdgeCli.Program.StateOption());
        ParseResult parsed = command.Parse(flags);
        if (parsed.Errors.Count > 0)
        {
            return parsed.Errors[0].Message;
        }

        // Stands for the node that will be started: this machine's own name is not looked at.
        NodeCredentials node = new() { Name = EdgeCli.Program.Name, MqttSecret = "", NodeKey = "" };
        try
        {
            return options(StateFolder.Default(EdgeCli.Program.Name), node, parsed).Rule();
        }
        catch (CliException error)
        {
            return error.Message;
        }
    }

    private static (Command Command, Func<string, NodeCredentials?, ParseResult, EdgeOptions> Options) Parts(Option<string> state)
    {
        Option<string?> credentials = new("--credentials")
        {
            Description = "The file that 'decent-instance nodes add NAME' printed. Without it the edge serves the LAN and reports to nobody.",
            HelpName = "FILE",
        };
        Option<string?> name = new("--name") { Description = "Node name. Default: the credentials' one, or the host's name.", HelpName = "NAME" };
        Option<string> listen = new("--listen")
        {
            Description = $"Where to serve HTTP; port 0 for any free one. Default {EdgeOptions.ListenDefault}.",
            HelpName = "ADDRESS:PORT",
            DefaultValueFactory = _ => EdgeOptions.ListenDefault,
        };
        Option<string?> instance = new("--instance") { Description = "The instance. Default: the credentials' one.", HelpName = "URL" };
        Option<string[]> lan = new("--lan")
        {
            Description = "Own address on a LAN, may be given more than once. Default: every interface.",
            HelpName = "ADDRESS/BITS",
        };
        Option<int> port = new("--lan-port")
        {
            Description = $"UDP port of the LAN, the same on all nodes. Default {Limits.PeerPort}.",
            HelpName = "PORT",
            DefaultValueFactory = _ => Limits.PeerPort,
        };
        Option<long> cache = new("--cache")
        {
            Description = "Bytes of content to keep. Default 2000000000.",
            HelpName = "BYTES",
            DefaultValueFactory = _ => 2_000_000_000,
        };
        Option<string> policy = new("--policy")
        {
            Description = $"What goes when room is needed: {string.Join(", ", EvictionPolicy.Names)}. Default {EvictionPolicy.Default}.",
            HelpName = "POLICY",
            DefaultValueFactory = _ => EvictionPolicy.Default,
        };
        Option<long> free = new("--keep-free")
        {
            Description = "Bytes of the disk that stay free. Default 500000000.",
            HelpName = "BYTES",
            DefaultValueFactory = _ => 500_000_000,
        };
        PowerFlags power = new();
        Command command = new("run", """
            Runs the edge until it is stopped (Ctrl+C or SIGTERM).

            Example: decent-edge run --credentials kitchen-pi.json --listen 0.0.0.0:4980
            """) { credentials, name, listen, instance, lan, port, cache, policy, free };
        power.AddTo(command);
        command.SetAction(EdgeCli.Program.Action(state, (context, parsed, ct) =>
            RunAsync(context, Options(context.State, Read(parsed.GetValue(credentials)), parsed), ct)));
        return (command, Options);

        EdgeOptions Options(string folder, NodeCredentials? known, ParseResult parsed) => new()
        {
            State = folder,
            Name = parsed.GetValue(name) ?? known?.Name ?? Environment.MachineName.ToLowerInvariant(),
            Credentials = known,
            Listen = parsed.GetValue(listen)!,
            Instance = Address(parsed.GetValue(instance)),
            Lan = new LanOptions { Interfaces = parsed.GetValue(lan) ?? [], Port = parsed.GetValue(port) },
            CacheBytesMax = parsed.GetValue(cache),
            Policy = parsed.GetValue(policy)!,
            KeepFreeBytes = parsed.GetValue(free),
            Power = power.Read(parsed),
        };
    }

    private static async Task<int> RunAsync(CliContext context, EdgeOptions options, CancellationToken ct)
    {
        if (options.Rule() is { } broken)
        {
            await context.Error.WriteLineAsync($"decent-edge: {broken}");
            return CliExit.Usage;
        }

        if (!StateFolder.TryLock(context.State, out StateFolder? folder, out string rule))
        {
            throw new CliException(rule);
        }

        SystemdNotifier notifier = SystemdNotifier.OfProcess();
        notifier.Status("Looks whether mains is there, and opens the store");
        await using EdgeDaemon daemon = await StartAsync(folder!, options, ct);
        await using EdgeService service = new(notifier, daemon);
        await context.Out.WriteLineAsync($"decent-edge {options.Name} runs on {context.State}, listening on {string.Join(' ', daemon.Addresses)}");
        await context.Out.FlushAsync(ct);
        await daemon.WaitAsync(ct);
        return CliExit.Ok;
    }

    private static async Task<EdgeDaemon> StartAsync(StateFolder folder, EdgeOptions options, CancellationToken ct)
    {
        try
        {
            return await EdgeDaemon.StartAsync(folder, options, ct);
        }
        catch (Exception error) when (error is IOException or ArgumentException or MqttSetupException or InvalidOperationException)
        {
            // A port in use, a library that is missing, an address that is none: each message says what to do.
            throw new CliException(error.Message, error);
        }
    }

    private static NodeCredentials? Read(string? file)
    {
        if (file is null)
        {
            return null;
        }

        try
        {
            if (new FileInfo(file).Length <= CredentialsBytesMax
                && JsonSerializer.Deserialize(File.ReadAllBytes(file), EdgeJson.Default.NodeCredentials) is { } credentials
                    && NodeKey.IsKey(credentials.NodeKey))
            {
                return credentials;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CliException(
                $"The credentials file {file} cannot be used ({error.Message}). Make one with: decent-instance nodes add NAME > {file}", error);
        }

        throw new CliException($"{file} holds no credentials. Make them with: decent-instance nodes add NAME > {file}");
    }

    internal static Uri? Address(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && (address.Scheme is "http" or "https")
            ? address
            : throw new CliException($"\"{text}\" is no address of an instance. Write it as http://server:{Limits.InstanceHttpPort}.");
    }
}
