using Decent.Instance.Git;

namespace Decent.Instance.Tests.Git;

public sealed class GitExecutableTests
{
    [Fact]
    public async Task Missing_git_is_told_with_the_package_to_install()
    {
        var git = Some.Git(new GitOptions { Executable = "git-that-is-not-installed" });
        var error = await Assert.ThrowsAsync<GitException>(() => git.RunAsync(Command("version"), Some.Ct));
        Assert.Contains("apt install git", error.Message);
    }

    [Fact]
    public async Task Git_sees_nothing_of_the_surroundings_but_the_path()
    {
        var lines = (await Some.GitAsync("-c", "alias.surroundings=!env", "surroundings")).Split('\n');
        Assert.Contains("GIT_CONFIG_GLOBAL=/dev/null", lines);
        Assert.Contains("GIT_CONFIG_NOSYSTEM=1", lines);
        Assert.Contains(lines, l => l.StartsWith("PATH=", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.StartsWith("HOME=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_command_over_its_budget_is_killed_with_its_children()
    {
        using var folder = new TempFolder();
        var time = new StepTime();
        // Less than a second, for which this clock is asked, and told as one.
        var command = Command("-c", $"alias.forever=!echo $$ > {folder.At("pid")}; exec sleep 600", "forever") with { Budget = TimeSpan.FromSeconds(0.9) };
        var running = Some.Git(time: time).RunAsync(command, Some.Ct);
        await time.AskedAsync();
        var pid = await PidAsync(folder.At("pid"));
        time.Go();
        var error = await Assert.ThrowsAsync<GitException>(() => running);
        Assert.Contains("longer than 1 s", error.Message);
        Assert.True(await OtherProcess.EndsAsync(pid), $"process {pid} is still in state {OtherProcess.StateOf(pid)}");
    }

    /// <summary>What a process writes down of itself, once it has begun and written it whole.</summary>
    private static async Task<string> PidAsync(string file)
    {
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(Some.Ct);
        budget.CancelAfter(TimeSpan.FromSeconds(120));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        while (true)
        {
            if (File.Exists(file) && await File.ReadAllTextAsync(file, budget.Token) is { } text && text.EndsWith('\n'))
                return text.Trim();
            await timer.WaitForNextTickAsync(budget.Token);
        }
    }

    [Fact]
    public async Task Cancelling_ends_the_process_and_says_cancelled()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Some.Ct);
        var command = Command("cat-file", "--batch") with { Input = async (_, ct) =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
        } };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Some.Git().RunAsync(command, cancel.Token));
    }

    [Fact]
    public async Task A_failure_carries_what_git_said()
    {
        var error = await Assert.ThrowsAsync<GitException>(() => Some.GitAsync("no-such-command"));
        Assert.Contains("no-such-command", error.Message);
    }

    [Fact]
    public async Task A_reader_that_gives_up_does_not_wait_for_the_writer()
    {
        using var folder = new TempFolder();
        await Some.GitAsync("init", "-q", "--bare", folder.At("r.git"));
        var command = Command($"--git-dir={folder.At("r.git")}", "cat-file", "--batch") with
        {
            Input = async (stdin, ct) =>
            {
                var line = "0000000000000000000000000000000000000001\n"u8.ToArray();
                while (true)
                    await stdin.WriteAsync(line, ct);
            },
            Output = (_, _) => throw new GitException("enough"),
        };
        var error = await Assert.ThrowsAsync<GitException>(() => Some.Git().RunAsync(command, Some.Ct));
        Assert.Equal("enough", error.Message);
    }

    private static GitCommand Command(params string[] arguments) => new() { Arguments = arguments, Budget = TimeSpan.FromSeconds(120) };
}
