using Decent.Instance.Git;

namespace Decent.Instance.Tests.SmartHttp;

/// <summary>Stock git behind a script that writes down each run, so that a test knows which processes there were.</summary>
internal sealed class CountedGit
{
    private readonly string _log;

    public CountedGit(TempFolder folder)
    {
        _log = folder.At("runs");
        var script = folder.WriteProgram("counted-git", $"#!/bin/sh\necho \"$*\" >> '{_log}'\nexec git \"$@\"\n");
        Options = new GitOptions { Executable = script };
    }

    public GitOptions Options { get; }

    /// <summary>Runs of <c>upload-pack</c> while <paramref name="work"/> ran; the daemon has its own uses for other commands.</summary>
    public async Task<int> ServedDuringAsync(Func<Task> work)
    {
        File.Delete(_log);
        await work();
        var lines = File.Exists(_log) ? await File.ReadAllLinesAsync(_log, Some.Ct) : [];
        return lines.Count(line => line.Contains(" upload-pack ", StringComparison.Ordinal));
    }
}
