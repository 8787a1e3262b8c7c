using System.Diagnostics;
using System.Text.Json;
using Decent.Demo.Cluster;

namespace Decent.Bench.Measuring;

/// <summary>
/// One measurement in a process of its own, so that memory is that of the work alone. Seconds are wall clock around the work, without the
/// start of the process; bytes are of the whole process, runtime included.
/// </summary>
public sealed record Sample(double Seconds, double CpuSeconds, long PeakResidentBytes, long HeapBytes, string Check)
{
    /// <summary>Measures work in this process and prints the sample as the only line.</summary>
    public static async Task PrintAsync(Func<Task<string>> work)
    {
        double cpu = ProcessCost.Of(Environment.ProcessId).CpuSeconds;
        long start = Stopwatch.GetTimestamp();
        string check = await work();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        ProcessCost cost = ProcessCost.Of(Environment.ProcessId);
        long heap = GC.GetTotalMemory(forceFullCollection: false);
        Console.WriteLine(JsonSerializer.Serialize(new Sample(seconds, cost.CpuSeconds - cpu, cost.PeakResidentBytes, heap, check)));
    }

    /// <summary>Runs one sample of this program pinned to one core; throws <see cref="InvalidOperationException"/> with its words when it fails.</summary>
    public static async Task<Sample> TakeAsync(IEnumerable<string> arguments, CancellationToken ct)
    {
        string[] command = ["-c", $"{Host.PinnedCore}", "dotnet", typeof(Sample).Assembly.Location, "sample", .. arguments];
        string line = await CommandLine.DoAsync("taskset", command, ct);
        return JsonSerializer.Deserialize<Sample>(line) ?? throw new InvalidOperationException($"The sample {string.Join(' ', arguments)} said nothing.");
    }
}
