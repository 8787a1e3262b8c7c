using System.CommandLine;
using System.Text.Json;
using Decent.Content.Disk;
using Decent.Edge.Enrolling;
using Decent.Hosting.Cli;
using Decent.Hosting.Identity;
using Decent.Protocol;

namespace Decent.Edge.Cli;

/// <summary><c>enrol</c>: asks an instance for credentials.</summary>
internal static class EnrolCommand
{
    private const int AnswerBytesMax = 64 * 1024;

    public static Command Create(Option<string> state)
    {
        Option<string> instance = new("--instance") { Description = "The instance.", HelpName = "URL", Required = true };
        Option<string?> name = new("--name") { Description = "Node name. Default: the host's name.", HelpName = "NAME" };
        Option<FileInfo> file = new("--out") { Description = "Where to write the credentials; must not exist.", HelpName = "FILE", Required = true };
        Option<int> wait = new("--wait")
        {
            Description = "Seconds to wait for the operator, 1 to 86400. Default 1800.", HelpName = "S", DefaultValueFactory = _ => 1800,
        };
        Command command = new("enrol", """
            Introduces this edge to an instance, shows a code and waits until the operator there has approved it; then it writes the credentials.

            Example: decent-edge enrol --instance http://192.168.1.2:4970 --name kitchen-pi --out kitchen-pi.json
            """) { instance, name, file, wait };
        command.SetAction(EdgeCli.Program.Action(state, async (context, parsed, ct) =>
        {
            string node = parsed.GetValue(name) ?? Environment.MachineName.ToLowerInvariant();
            FileInfo target = parsed.GetValue(file)!;
            if (!NodeName.IsValid(node))
            {
                throw new CliException($"\"{node}\" is no node name: --name takes 4 to 32 of a-z, 0-9 and '-'.");
            }

            if (target.Exists || target.Directory is not { Exists: true })
            {
                throw new CliException($"{target.FullName} exists, or its folder does not: give another file to --out.");
            }

            NodeCredentials credentials = await AskAsync(context, RunCommand.Address(parsed.GetValue(instance))!, node, parsed.GetValue(wait), ct);
            DurableFile.Write(target.FullName, JsonSerializer.SerializeToUtf8Bytes(credentials, EnrolmentJson.Default.NodeCredentials), isSecret: true);
            await context.Out.WriteLineAsync($"Wrote {target.FullName}. Next: decent-edge run --credentials {target.FullName}");
            return CliExit.Ok;
        }));
        return command;
    }

    private static async Task<NodeCredentials> AskAsync(CliContext context, Uri instance, string name, int seconds, CancellationToken ct)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(Math.Clamp(seconds, 1, 86_400)), TimeProvider.System);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        using HttpClient http = new() { BaseAddress = instance, MaxResponseContentBufferSize = AnswerBytesMax };
        using EnrolmentCall call = new(http, name, TimeProvider.System);
        try
        {
            return await call.RunAsync(sentence => context.Error.WriteLine(sentence), either.Token);
        }
        catch (OperationCanceledException error) when (!ct.IsCancellationRequested)
        {
            throw new CliException($"Nobody approved {name} in {seconds} s. Ask again when somebody is there.", error);
        }
    }
}
