using System.Diagnostics;

namespace Decent.Instance.Tests.HomeAssistant;

/// <summary>The tool that people use: <c>mosquitto_sub</c> as a process, its lines as they come.</summary>
internal sealed class MosquittoSub : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Dictionary<string, string> _seen = [];

    private readonly string _nothing;

    private MosquittoSub(Process process, string nothing) => (_process, _nothing) = (process, nothing);

    /// <summary>Subscribes with the given arguments; lines are <c>topic payload</c>.</summary>
    public static MosquittoSub Start(int port, string user, string password, params string[] filters) => Start("%t %p", "", port, user, password, filters);

    /// <summary>The same with the length in place of a payload, which may hold line breaks.</summary>
    public static MosquittoSub StartTopics(int port, string user, string password, params string[] filters) =>
        Start("%t %l", "0", port, user, password, filters);

    private static MosquittoSub Start(string format, string nothing, int port, string user, string password, string[] filters)
    {
        var start = new ProcessStartInfo("mosquitto_sub") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var word in (string[])["-h", "127.0.0.1", "-p", $"{port}", "-u", user, "-P", password, "-F", format, .. filters.SelectMany(f =>
            (string[])["-t", f])])
            start.ArgumentList.Add(word);
        return new MosquittoSub(Process.Start(start)!, nothing);
    }

    /// <summary>What was seen so far, the newest by topic; a message without a payload takes its topic away.</summary>
    public IReadOnlyDictionary<string, string> Seen => _seen;

    /// <summary>Reads on until what was seen fits.</summary>
    public async Task UntilAsync(Func<IReadOnlyDictionary<string, string>, bool> fits)
    {
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(Some.Ct);
        budget.CancelAfter(TimeSpan.FromSeconds(120));
        while (!fits(_seen))
        {
            var line = await _process.StandardOutput.ReadLineAsync(budget.Token) ?? throw new InvalidOperationException("mosquitto_sub ended.");
            var space = line.IndexOf(' ');
            if (space < 0 || line[(space + 1)..] == _nothing)
                _seen.Remove(space < 0 ? line : line[..space]);
            else
                _seen[line[..space]] = line[(space + 1)..];
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }
}
