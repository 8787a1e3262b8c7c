using Decent.Instance.Git;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Instance.Tests.Git;

public sealed class GitOrphansTests
{
    [Fact]
    public async Task Git_of_a_daemon_that_was_killed_is_ended_before_the_next_one_begins_with_its_children_and_nobody_elses()
    {
        using var folder = new TempFolder();
        var began = new TaskCompletionSource();
        var others = new TaskCompletionSource();
        var orphan = HangAsync(Executable(folder, "a@/state"), began);
        var other = HangAsync(Executable(folder, "b@/state"), others);
        await Task.WhenAll(began.Task, others.Task);
        await Executable(folder, "a@/state").EndOrphansAsync(Some.Ct);
        Assert.Contains("(137)", (await Assert.ThrowsAsync<GitException>(() => orphan)).Message);
        Assert.False(other.IsCompleted);
        await Executable(folder, "b@/state").EndOrphansAsync(Some.Ct);
        await Assert.ThrowsAsync<GitException>(() => other);
    }

    /// <summary>A script in git's place whose child holds the answer open: only when both are gone does the reader see its end.</summary>
    private static GitExecutable Executable(TempFolder folder, string owner)
    {
        var script = folder.Write("git", "#!/bin/sh\necho began\ntail -f /dev/null &\nwait\n"u8.ToArray());
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new GitExecutable(new GitOptions { Executable = script }, TimeProvider.System, NullLogger<GitExecutable>.Instance) { Owner = owner };
    }

    private static Task HangAsync(GitExecutable git, TaskCompletionSource began) => git.RunAsync(new GitCommand
    {
        Arguments = ["pack-refs"],
        Budget = TimeSpan.FromSeconds(60),
        Output = async (output, ct) =>
        {
            using var reader = new StreamReader(output);
            await reader.ReadLineAsync(ct);
            began.SetResult();
            await reader.ReadToEndAsync(ct);
        },
    }, Some.Ct);
}
