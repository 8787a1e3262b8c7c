using System.CommandLine;
using Decent.Hosting.Cli;
using Decent.Instance.Enrolment;
using Decent.Protocol;

namespace Decent.Instance.Cli;

/// <summary>The options of a command that writes a board's configuration beside its credentials.</summary>
internal sealed class BoardConfigOptions
{
    private readonly Option<FileInfo?> _config = new("--board-config")
    {
        Description = "Also write the configuration of a board there.", HelpName = "FILE",
    };

    private readonly Option<string> _board = Word("--board", "esp32, esp32-8mb, esp32-16mb, esp32-s3, virtual or simulated", "esp32");
    private readonly Option<string> _edge = Word("--edge", "Edge that the board asks first, http://host:port", "");
    private readonly Option<string> _broker = Word("--broker", "Broker to begin with, host:port; default: this instance's", "");
    private readonly Option<int?> _blocks = Number("--blocks", "Small blocks held, 1 to 16384; default: what the partition holds");
    private readonly Option<string> _admission = Word("--admission",
        "Which blocks that others ask for are written: all, those asked for a second time (second), or as the wear allows (auto)", "auto");

    private readonly Option<int?> _offered = Number("--offered", "Bytes a second given to others, 5000 to 100000000; default: 100000");
    private readonly Option<int?> _port = Number("--port", "UDP port of the LAN; default: 4930");
    private readonly Option<int?> _ledPin = Number("--led-pin", "GPIO of the LED, 0 to 48, or -1 for none; default: the board's usual one");
    private readonly Option<long?> _partition = new("--partition")
    {
        Description = "Bytes of the partition 'config'; default: as nanoFramework lays it out",
    };

    private readonly Option<string?> _mac = new("--mac")
    {
        Description = "Network address of the board, as nanoff --nanodevice --devicedetails prints it: names the node when NAME is left out, "
            + "and another board refuses the file",
        HelpName = "24:0A:C4:01:02:03",
    };

    private readonly Option<bool> _force = new("--force") { Description = "Replace FILE when it exists." };

    /// <summary>Adds them to a command, whose NAME may then be left to --mac.</summary>
    public Command AddTo(Command command, Argument<string> name)
    {
        foreach (var option in (Option[])[_config, _board, _edge, _broker, _blocks, _admission, _offered, _port, _ledPin, _partition, _mac, _force])
            command.Add(option);
        command.Validators.Add(given =>
        {
            if (given.GetValue(name) is null && given.GetValue(_mac) is null)
                given.AddError("Give the node a NAME, or --mac to name it by its board.");
        });
        return command;
    }

    /// <summary>The name given, or the one that a board's address makes.</summary>
    public string NameOf(ParseResult given, Argument<string> name) =>
        given.GetValue(name) ?? "esp-" + Convert.ToHexStringLower(Mac(given)!);

    /// <summary>The file to write; null when none is asked for.</summary>
    /// <exception cref="CliException">An option stands alone, or is wrong.</exception>
    public BoardConfigFile? Read(ParseResult given)
    {
        if (given.GetValue(_config) is not { } file)
        {
            Option[] others = [_board, _edge, _broker, _blocks, _admission, _offered, _port, _ledPin, _partition, _mac, _force];
            var lonely = others.FirstOrDefault(option => given.GetResult(option) is { Implicit: false });
            return lonely is null ? null : throw new CliException($"{lonely.Name} belongs to a board's configuration: give --board-config FILE too.");
        }

        return new BoardConfigFile
        {
            Path = file.FullName,
            Board = BoardKind.Named(given.GetValue(_board)!),
            Edge = given.GetValue(_edge)!.TrimEnd('/'),
            Broker = given.GetValue(_broker)!,
            Blocks = given.GetValue(_blocks),
            Admission = BoardAdmission.Named(given.GetValue(_admission)!),
            OfferedBytesPerSecond = given.GetValue(_offered),
            UdpPort = given.GetValue(_port),
            LedPin = given.GetValue(_ledPin),
            PartitionBytes = given.GetValue(_partition),
            Mac = Mac(given) ?? [],
            Replaces = given.GetValue(_force),
        };
    }

    private byte[]? Mac(ParseResult given)
    {
        if (given.GetValue(_mac) is not { } text)
            return null;
        var digits = text.Replace(":", "").Replace("-", "");
        return digits.Length == 2 * BoardRecord.MacBytes && digits.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(digits)
            : throw new CliException("--mac: use six pairs of hexadecimal digits, such as 24:0A:C4:01:02:03.");
    }

    private static Option<string> Word(string name, string description, string usual) => new(name)
    {
        Description = description, DefaultValueFactory = _ => usual,
    };

    private static Option<int?> Number(string name, string description) => new(name) { Description = description };
}
