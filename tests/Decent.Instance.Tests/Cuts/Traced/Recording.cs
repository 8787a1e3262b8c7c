using System.Diagnostics;
using System.Text;
using Decent.World.Traced;

namespace Decent.Instance.Tests.Cuts.Traced;

/// <summary>
/// Every change that a real daemon and its children made to its folder, from its first start on: six clients publish, the daemon is killed, another one
/// starts on the folder, they publish again, it stops in order. Acknowledgements stand between the changes, as writes to a file beside the folder.
/// </summary>
internal sealed class Recording : IDisposable
{
    // Acknowledgements are written by a process of the trace; then one daemon after the other runs.
    private const string Script = """
        exec 3<&0
        cat <&3 >"$1" &
        exec 3<&-
        shift
        for life in 1 2; do
          "$@" </dev/null &
          echo "process $!"
          wait $!
        done
        """;

    private readonly TempFolder _folder = new();
    private readonly Lock _gate = new();
    private Process _strace = null!;
    private string _daemon = "";

    public Witness Witness { get; } = new();

    public string Root => _folder.At("state");

    /// <summary>What the keys of the instance were, as JSON.</summary>
    public string Keys { get; private set; } = "";

    private string Trace => _folder.At("trace");

    private string Acknowledgements => _folder.At("acknowledgements");

    /// <param name="each">Publications of each of the six clients in each of the two lives.</param>
    /// <param name="seed">Decides what they publish.</param>
    public static async Task<Recording> MakeAsync(int each, ulong seed)
    {
        var recording = new Recording();
        await recording.RunAsync(each, seed);
        return recording;
    }

    /// <summary>Reads the changes.</summary>
    /// <param name="counts">Which syncs count, by path.</param>
    /// <returns>The disk, and the line of each acknowledgement.</returns>
    public (Disk Disk, List<int> Lines) Read(Func<string, bool>? counts = null)
    {
        var disk = new Disk(Root) { Counts = counts ?? (_ => true) };
        var heard = new SortedDictionary<int, int>();
        foreach (var call in SystemCall.Read(Trace))
        {
            disk.Take(call);
            if (call.Name == "write" && call.Path == Acknowledgements)
                foreach (var number in Encoding.ASCII.GetString(call.Texts[0]).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                    heard[int.Parse(number)] = call.Ended;
        }
        // One that is written late makes those after it late.
        var lines = new List<int>();
        foreach (var line in heard.Values)
            lines.Add(Math.Max(line, lines.LastOrDefault()));
        Assert.Equal(Witness.Acknowledgements, lines.Count);
        return (disk, lines);
    }

    public void Dispose()
    {
        _strace.Dispose();
        _folder.Dispose();
    }

    private async Task RunAsync(int each, ulong seed)
    {
        IEnumerable<string> arguments =
        [
            .. SystemCall.Tracing, "-o", Trace,
            "sh", "-c", Script, "sh", Acknowledgements, .. Cli.DaemonProcess.Command(Root),
        ];
        _strace = Process.Start(new ProcessStartInfo("strace", arguments)
        {
            // The daemon looks after its working folder, which nobody changes here.
            RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = Directory.CreateDirectory(_folder.At("work")).FullName,
        })!;
        await PublishAsync(await ReadyAsync(), each, seed);
        await SignalAsync("KILL");
        await PublishAsync(await ReadyAsync(), each, seed + 100);
        await SignalAsync("TERM");
        _strace.StandardInput.Close();
        await _strace.WaitForExitAsync(Some.Ct);
    }

    private async Task<string> ReadyAsync()
    {
        // The shell and the daemon say their lines in either order.
        var (process, address) = ("", "");
        while (await _strace.StandardOutput.ReadLineAsync(Some.Ct) is { } line)
        {
            if (line.StartsWith("process ", StringComparison.Ordinal))
                process = line["process ".Length..];
            if (line.StartsWith("decent-instance runs on ", StringComparison.Ordinal))
                address = line[line.IndexOf("http://", StringComparison.Ordinal)..];
            if (process.Length == 0 || address.Length == 0)
                continue;
            _daemon = process;
            return address;
        }
        throw new InvalidOperationException("strace ended before the daemon was ready. In a container it needs the capability SYS_PTRACE.");
    }

    private async Task PublishAsync(string address, int each, ulong seed)
    {
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        Keys = await http.GetStringAsync("/api/v1/keys", Some.Ct);
        await Task.WhenAll(Names.Clients.Select((prefix, i) => Task.Run(async () =>
        {
            var client = new Client(prefix, Witness, _folder, seed + (ulong)i) { Acknowledged = Acknowledge };
            for (var n = 0; n < each; n++)
            {
                Assert.Null(await client.PublishAsync());
                // Nobody traces who makes them: to the disk they never are.
                if (n == each / 2 && i == 0)
                    await Scraps.ScatterAsync(Root, Names.Tenants[0]);
            }
        })));
    }

    private void Acknowledge(int number)
    {
        lock (_gate)
        {
            _strace.StandardInput.Write($"{number}\n");
            _strace.StandardInput.Flush();
        }
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _daemon]);
        await kill.WaitForExitAsync(Some.Ct);
    }
}
