using System.Globalization;

namespace Decent.Bench.Measuring;

/// <summary>The machine that the figures belong to.</summary>
public static class Host
{
    /// <summary>Above this load somebody else is working too, and the figures are theirs as well.</summary>
    public const double QuietLoad = 1.5;

    /// <summary>Runnable processes, the mean of the last minute.</summary>
    public static double Load => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>The core that single-core samples are pinned to: the last, because interrupts usually go to the first.</summary>
    public static int PinnedCore => Environment.ProcessorCount - 1;

    /// <summary>Cores, processor, kernel and runtime on one line.</summary>
    public static string Describe()
    {
        string? line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        string model = line?.Split(": ")[^1] ?? "unknown processor";
        return $"{Environment.ProcessorCount} cores, {model}, {Environment.OSVersion.VersionString}, .NET {Environment.Version}";
    }

    /// <summary>Says where and under which load this run begins.</summary>
    public static void Introduce(TextWriter output)
    {
        double load = Load;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Machine: {Describe()}; load average at start {load:0.00}"));
        if (load > QuietLoad)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"WARNING: the load average is above {QuietLoad:0.0}: others use this machine, so ratios hold better than figures. Run again later."));
        }
    }
}
