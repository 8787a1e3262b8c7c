using Decent.Instance.Git;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Instance.Tests.Git;

public sealed class GitOrphansTests
{
    [Fact]
    public async Task Git_of_a_daemon_that_was_killed_is_ended_before_the_next_one_begins_with_its_children_and_nobody_elses()
    {
        using var folder = new TempFolder();
        var script = Script(folder);
        var began = new TaskCompletionSource<string?>();
        var others = new TaskCompletionSource<string?>();
        var orphan = HangAsync(Executable(script, "a@/state"), began);
        var other = HangAsync(Executable(script, "b@/state"), others);
        Assert.All(await Task.WhenAll(began.Task, others.Task), line => Assert.Equal("began", line));
        await Executable(script, "a@/state").EndOrphansAsync(Some.Ct);
        Assert.Contains("(137)", (await Assert.ThrowsAsync<GitException>(() => orphan)).Message);
        Assert.False(other.IsCompleted);
        await Executable(script, "b@/state").EndOrphansAsync(Some.Ct);
        await Assert.ThrowsAsync<GitException>(() => other);
    }

    /// <summary>
    /// A script in git's place whose child holds the answer open: only when both are gone does the reader see its end. It ends as its child does, because
    /// whichever has the smaller number is killed first, and numbers start again. Written once: a shell that begins while its script is written anew reads
    /// an empty one, and ends well.
    /// </summary>
    private static string Script(TempFolder folder) => folder.WriteProgram("git", "#!/bin/sh\necho began\ntail -f /dev/null &\nwait $!\n");

    private static GitExecutable Executable(string script, string owner) =>
        new(new GitOptions { Executable = script }, TimeProvider.System, NullLogger<GitExecutable>.Instance) { Owner = owner };

    private static Task HangAsync(GitExecutable git, TaskCompletionSource<string?> began) => git.RunAsync(new GitCommand
    {
        Arguments = ["pack-refs"],
        Budget = TimeSpan.FromSeconds(120),
        Output = async (output, ct) =>
        {
            using var reader = new StreamReader(output);
            began.SetResult(await reader.ReadLineAsync(ct));
            await reader.ReadToEndAsync(ct);
        },
    }, Some.Ct);
}
