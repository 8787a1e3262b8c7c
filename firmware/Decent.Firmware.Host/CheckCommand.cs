using System.CommandLine;
using Decent.Firmware.Host.Configuration;
using Decent.Protocol;

namespace Decent.Firmware.Host;

/// <summary>The command "check": whether a board would take a configuration, without any of its secrets.</summary>
internal static class CheckCommand
{
    private static readonly Option<FileInfo> _config = new("--config")
    {
        Description = "Configuration that 'decent-instance nodes add NAME --board-config FILE' wrote",
        Required = true,
    };

    public static Command Make()
    {
        var command = new Command("check", "Say whether a board would take a configuration, and for which board it is: board, partition, mac and name, "
            + "one a line. Exit codes: 0 it would, 1 it would not")
        {
            _config,
        };
        command.SetAction(given => Check(given.GetRequiredValue(_config).FullName));
        return command;
    }

    private static int Check(string path)
    {
        var record = ConfigFile.Read(path, out var problem);
        if (record is null)
        {
            Console.Error.WriteLine(problem);
            return 1;
        }

        var mac = record.Mac.Any(b => b != 0) ? Convert.ToHexStringLower(record.Mac) : "any";
        Console.WriteLine($"board {BoardKind.NameOf(record.Board)}\npartition {record.PartitionBytes}\nmac {mac}\nname {record.Name}");
        return 0;
    }
}
