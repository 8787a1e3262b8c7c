using System.Globalization;

namespace Decent.Bench.Measuring;

/// <summary>What the kernel says that a process has used so far.</summary>
public readonly record struct ProcessCost(double CpuSeconds, long ResidentBytes, long PeakResidentBytes)
{
    private const double TicksPerSecond = 100; // USER_HZ: what Linux tells programs on every architecture that .NET runs on.

    /// <summary>Reads /proc; throws <see cref="IOException"/> when the process is gone.</summary>
    public static ProcessCost Of(int process)
    {
        // The name in parentheses may hold spaces: the numbers begin behind it, with field 3.
        string stat = File.ReadAllText($"/proc/{process}/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        double ticks = double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture);
        string[] status = File.ReadAllLines($"/proc/{process}/status");
        return new ProcessCost(ticks / TicksPerSecond, Kilobytes(status, "VmRSS:"), Kilobytes(status, "VmHWM:"));
    }

    private static long Kilobytes(string[] status, string name) =>
        status.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024
            : 0;
}
