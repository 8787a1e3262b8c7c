using System.CommandLine;
using Decent.Edge.Provisioning;
using Decent.Hosting.Cli;

namespace Decent.Edge.Cli;

/// <summary><c>provision</c>: takes the settings of a card's boot partition.</summary>
internal static class ProvisionCommand
{
    public static Command Create(Option<string> state)
    {
        Option<string> boot = new("--boot")
        {
            Description = "The boot partition; its decent/config.json is read, decent/result.txt written.", HelpName = "DIR", Required = true,
        };
        Option<string> root = new("--root") { Description = "Where the system lies. Default: /.", HelpName = "DIR", DefaultValueFactory = _ => "/" };
        Command command = new("provision", """
            Brings the settings of decent/config.json on a card's boot partition to where the system reads them: hostname, network, SSH keys, credentials,
            flags. The image does so at every start; without the file nothing happens.

            Example: decent-edge provision --boot /boot --root /
            """) { boot, root };
        command.SetAction(EdgeCli.Program.Action(state, async (context, parsed, ct) =>
        {
            string folder = Path.GetFullPath(parsed.GetValue(boot)!);
            if (!Directory.Exists(folder))
            {
                throw new CliException($"There is no folder {folder}: --boot takes the place where the boot partition is mounted.");
            }

            IReadOnlyList<string> mistakes = new Provisioner(folder, Path.GetFullPath(parsed.GetValue(root)!)).Run(ct);
            foreach (string mistake in mistakes)
            {
                await context.Error.WriteLineAsync($"decent-edge: config.json: {mistake}");
            }

            return mistakes.Count == 0 ? CliExit.Ok : CliExit.Failed;
        }));
        return command;
    }
}
