using System.Text;
using Decent.Instance.Git;

namespace Decent.Instance.Tests.History;

/// <summary>Commits that stock git puts on a branch, with messages of the test's choice: the tip's tree, or one of an empty file without a tip.</summary>
internal static class LongerBranch
{
    public static Task GrowAsync(string repository, string branch, string tip, IReadOnlyList<string> messages) => Some.Git().RunAsync(new GitCommand
    {
        Arguments = [$"--git-dir={repository}", "fast-import", "--quiet", "--force", "--done"],
        Budget = TimeSpan.FromSeconds(60),
        Input = async (stdin, ct) =>
        {
            var from = tip.Length > 0 ? $"from {tip}\n" : "M 100644 inline empty\ndata 0\n";
            foreach (var message in messages)
            {
                var reset = from.StartsWith('M') ? $"reset refs/heads/{branch}\n" : "";
                var commit = $"commit refs/heads/{branch}\ncommitter A <a@b> 1 +0000\ndata {Encoding.UTF8.GetByteCount(message)}\n{message}\n{from}\n";
                await stdin.WriteAsync(Encoding.UTF8.GetBytes(reset + commit), ct);
                from = "";
            }
            await stdin.WriteAsync("done\n"u8.ToArray(), ct);
        },
    }, Some.Ct);
}
