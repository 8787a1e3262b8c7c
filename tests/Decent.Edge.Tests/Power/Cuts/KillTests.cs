using System.Globalization;
using Decent.Content;
using Decent.Content.Disk;
using Decent.Edge.Power;
using Decent.Peer;
using Microsoft.Data.Sqlite;

namespace Decent.Edge.Tests.Power.Cuts;

/// <summary>
/// The real edge, killed and stopped while clients load it, at the n-th thing that it asks the instance for. DECENT_EDGE=1 does so 200 times.
/// </summary>
public sealed class KillTests : IDisposable
{
    private const int Resources = 24;
    private readonly TempFolder _folder = new();
    private readonly TestLan _lan = new();
    private readonly string _address = TestLan.NextAddress();
    private readonly Rng _rng = new(20261128);
    private readonly Dictionary<string, byte[]> _published = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static int Lives => Environment.GetEnvironmentVariable("DECENT_EDGE") == "1" ? 200 : 6;

    private string State => _folder["s"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_or_stopped_at_any_point_of_a_load_it_says_so_at_the_next_start_and_serves_no_wrong_byte()
    {
        await using TestInstance instance = await TestInstance.StartAsync();
        for (int i = 0; i < Resources; i++)
        {
            _published[$"load/r{i}"] = Some.Noise(1 + i * i * 3000, i);
            await instance.PublishAsync($"load/r{i}", _published[$"load/r{i}"]);
        }

        int kills = 0;
        string ended = "The run before ended in order";
        for (int life = 0; life < Lives; life++)
        {
            bool isKill = _rng.Below(2) == 0;
            using EdgeProcess edge = EdgeProcess.Start(
                "run", "--name", "kitchen", "--listen", $"{_address}:0", "--lan", $"{_address}/8", "--lan-port", $"{_lan.Port}", "--state", State,
                "--instance", instance.Address.ToString(), "--cache", "4000000");
            Uri address = await edge.ReadyAsync();
            await edge.SaysAsync(ended);
            int exit = await LoadAsync(edge, address, instance, isKill ? EdgeProcess.Kill : EdgeProcess.Term);
            Assert.True(isKill || exit == 0, $"life {life} ended with {exit}:\n{edge.Output}");
            kills += isKill ? 1 : 0;
            ended = isKill ? "did not end in order: power cut, crash or kill" : "The run before ended in order";
            AssertSound(isKill, $"life {life}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{Lives} lives, {kills} of them killed, and each end is what the next start said of it");
    }

    /// <summary>Four clients ask for what chance picks until the signal ends them; what they get whole is right.</summary>
    private async Task<int> LoadAsync(EdgeProcess edge, Uri address, TestInstance instance, int signal)
    {
        int left = 1 + _rng.Below(60);
        using HttpClient http = new() { BaseAddress = address, Timeout = Some.Patience };
        instance.Fault = _ =>
        {
            if (Interlocked.Decrement(ref left) == 0)
            {
                edge.Signal(signal);
            }

            return Task.FromResult(false);
        };
        Task[] clients = [.. Enumerable.Range(0, 4).Select(_ => new Rng(_rng.Next())).Select(rng => ClientAsync(http, rng))];
        // Everything may be in the cache before so many requests left the edge.
        Task<int> end = edge.EndAsync();
        await Task.WhenAny(end, Task.WhenAll(clients));
        if (Interlocked.Exchange(ref left, 0) > 0)
        {
            edge.Signal(signal);
        }

        int exit = await end;
        await Task.WhenAll(clients);
        instance.Fault = null;
        return exit;
    }

    private async Task ClientAsync(HttpClient http, Rng rng)
    {
        for (int i = 0; i < 60; i++)
        {
            string name = $"load/r{rng.Below(Resources)}";
            byte[] got;
            try
            {
                using HttpResponseMessage answer = await http.GetAsync($"/r/{name}", Ct);
                if (!answer.IsSuccessStatusCode)
                {
                    continue;
                }

                got = await answer.Content.ReadAsByteArrayAsync(Ct);
            }
            catch (HttpRequestException)
            {
                return; // It is gone.
            }

            Assert.True(got.AsSpan().SequenceEqual(_published[name]), $"{name} is served with wrong bytes");
        }
    }

    /// <summary>Row, marker and databases as the ended process left them.</summary>
    private void AssertSound(bool isKill, string life)
    {
        string copy = Directory.CreateDirectory(_folder["copy"]).FullName;
        foreach (string file in Directory.EnumerateFiles(State).Concat(Directory.EnumerateFiles(Path.Combine(State, "content"), "index.db*")))
        {
            if (!file.EndsWith("lock", StringComparison.Ordinal) && !file.EndsWith(".sock", StringComparison.Ordinal))
            {
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            }
        }

        using (StopLedger ledger = StopLedger.Open(copy))
        {
            Assert.True(ledger.Finding.IsClean != isKill, $"{life}: {ledger.Finding}");
        }

        using (SqliteConnection index = SqliteLibrary.Open(Path.Combine(copy, "index.db"), "NORMAL"))
        using (SqliteCommand check = index.CreateCommand())
        {
            check.CommandText = "PRAGMA integrity_check";
            Assert.Equal("ok", Convert.ToString(check.ExecuteScalar(), CultureInfo.InvariantCulture));
        }

        Directory.Delete(copy, recursive: true);
    }
}
