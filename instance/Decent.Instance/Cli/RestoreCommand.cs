using System.CommandLine;
using Decent.Instance.History;

namespace Decent.Instance.Cli;

/// <summary><c>restore</c>: an older version of a resource, or a whole instance from its backup.</summary>
internal static class RestoreCommand
{
    public static Command Create(Option<string> state)
    {
        var resource = new Argument<string?>("RESOURCE") { Description = "Id of the resource: TENANT/PATH.", Arity = ArgumentArity.ZeroOrOne };
        var version = new Option<string?>("--version") { Description = "Label of the version to bring back, as 'history' shows it.", HelpName = "LABEL" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would be done with RESOURCE and write nothing." };
        var from = new Option<string?>("--from") { Description = "A backup, in place of RESOURCE; - reads it from standard input.", HelpName = "FILE" };
        var data = new Option<string?>("--data") { Description = "Empty folder for the backup. Default: the state folder.", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "Print the answer as one line of JSON." };
        var command = new Command("restore", """
            With RESOURCE: publishes the content of an older version as the newest one. Nothing of the history is lost: the restored content gets a label of
            its own, and its commit says which version it brings back. Content that is the newest already is not written again. 'decent-instance history' has
            the labels.
            With --from: restores a backup into an empty data folder, on this machine or another one. Every hash is verified and git walks every repository
            before it says done; until then nothing is in its place. Then start the daemon on the folder: it makes its index and answers as before. Two
            daemons of one identity must not run at once.

            Example: decent-instance restore home/website --version 20261121-1-my-instance --dry-run
                     decent-instance restore home/website --version 20261121-1-my-instance
                     decent-instance restore --from decent-2026-11-28.tar --data /var/lib/decent-instance
            """) { resource, version, dryRun, from, data, json };
        command.Validators.Add(given =>
        {
            var (hasResource, hasBackup) = (given.GetValue(resource) is not null, given.GetValue(from) is not null);
            if (hasResource == hasBackup)
                given.AddError("Give RESOURCE with --version LABEL, or --from FILE.");
            else if (hasResource && given.GetValue(version) is null)
                given.AddError("--version says which version of RESOURCE: 'decent-instance history' has the labels.");
            else if (hasResource ? given.GetValue(data) is not null : given.GetValue(version) is not null || given.GetValue(dryRun))
                given.AddError(hasResource ? "--data belongs to --from." : "--version and --dry-run belong to RESOURCE.");
        });
        command.SetAction(InstanceCli.Program.Action(state, (context, parsed, ct) => parsed.GetValue(from) is { } backup
            ? RestoreBackup.RunAsync(
                context, backup, parsed.GetValue(data) is { Length: > 0 } given ? Path.GetFullPath(given) : context.State, parsed.GetValue(json), ct)
            : RestoreVersion.RunAsync(context, new RestoreRequest
            {
                Resource = parsed.GetValue(resource)!, Version = parsed.GetValue(version)!, DryRun = parsed.GetValue(dryRun),
            }, parsed.GetValue(json), ct)));
        return command;
    }
}
