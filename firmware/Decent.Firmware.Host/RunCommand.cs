using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Decent.Firmware.Host.Faults;

namespace Decent.Firmware.Host;

/// <summary>The command "run".</summary>
internal static class RunCommand
{
    private static readonly Option<FileInfo> _config = new("--config")
    {
        Description = "Configuration that 'decent-instance nodes add NAME --board simulated --board-config FILE' wrote",
        Required = true,
    };

    private static readonly Option<string?> _state = new("--state") { Description = "Folder of the emulated flash; default NAME.flash" };
    private static readonly Option<string> _address = new("--address")
    {
        Description = "IPv4 address of this machine",
        DefaultValueFactory = _ => "127.0.0.1",
    };

    private static readonly Option<string> _broadcast = new("--broadcast")
    {
        Description = "Broadcast address of its subnet",
        DefaultValueFactory = _ => "127.255.255.255",
    };

    private static readonly Option<int?> _port = new("--port") { Description = "UDP port; 0 takes a free one" };
    private static readonly Option<int?> _blocks = new("--blocks") { Description = "Small blocks held" };
    private static readonly Option<string?> _admission = new("--admission")
    {
        Description = "Which blocks that others ask for are written: all, those asked for a second time (second), or as the wear allows (auto)",
    };

    private static readonly Option<ulong?> _seed = new("--seed") { Description = "Makes jitter, cookies, losses and delays repeatable" };
    private static readonly Option<bool> _jsonLog = new("--json-log") { Description = "Log lines as JSON" };

    public static Command Make()
    {
        _address.Validators.Add(r => Check(r, _address));
        _broadcast.Validators.Add(r => Check(r, _broadcast));
        var command = new Command("run", "Run one simulated board until it is told to stop. A restart by "
            + "command begins a new run in the same process. Exit codes: 0 stopped in order, 1 could not start, 3 the power was cut by --cut-after")
        {
            _config, _state, _address, _broadcast, _port, _blocks, _admission, _seed, _jsonLog,
        };
        FaultArguments.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static void Check(System.CommandLine.Parsing.OptionResult result, Option<string> option)
    {
        if (!TryAddress(result.GetValueOrDefault<string>(), out _)) result.AddError($"{option.Name}: give an IPv4 address such as 127.0.0.2.");
    }

    private static bool TryAddress(string? text, out IPAddress address) =>
        IPAddress.TryParse(text, out address!) && address.AddressFamily == AddressFamily.InterNetwork;

    private static async Task<int> RunAsync(ParseResult given, CancellationToken ct)
    {
        var options = new BoardOptions
        {
            ConfigPath = given.GetRequiredValue(_config).FullName,
            StateFolder = given.GetValue(_state),
            Address = IPAddress.Parse(given.GetRequiredValue(_address)),
            Broadcast = IPAddress.Parse(given.GetRequiredValue(_broadcast)),
            Port = given.GetValue(_port),
            Blocks = given.GetValue(_blocks),
            Admission = given.GetValue(_admission),
            Seed = given.GetValue(_seed),
            Faults = FaultArguments.Read(given),
            JsonLog = given.GetValue(_jsonLog),
        };
        using var logs = LoggerFactory.Create(b => Configure(b, options.JsonLog));
        var board = new Board(options, TimeProvider.System, logs, Console.Out, Console.Error);
        return await board.RunAsync(ct).ConfigureAwait(false);
    }

    private static void Configure(ILoggingBuilder builder, bool json)
    {
        // The output belongs to the one line that says ready.
        builder.AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        if (json) builder.AddJsonConsole();
        else builder.AddSimpleConsole(o => o.SingleLine = true);
    }
}
