using System.Globalization;
using Decent.Bench.Measuring;

namespace Decent.Bench.Cloning;

/// <summary>The most memory that processes and their children had at one moment, looked at without a pause while work runs.</summary>
public static class ResidentPeak
{
    /// <summary>Bytes, of all together.</summary>
    public static async Task<long> DuringAsync(IReadOnlyList<int> roots, Func<Task> work)
    {
        using CancellationTokenSource ended = new();
        Task<long> peak = Task.Factory.StartNew(
            () => Watch(roots, ended.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await work();
        }
        finally
        {
            await ended.CancelAsync();
        }

        return await peak;
    }

    private static long Watch(IReadOnlyList<int> roots, CancellationToken ended)
    {
        long peak = 0;
        while (!ended.IsCancellationRequested)
        {
            peak = Math.Max(peak, roots.Sum(root => Of(root, "")));
        }

        return peak;
    }

    /// <summary>A child that is still its parent's image shares its parent's memory and counts nothing of its own.</summary>
    private static long Of(int process, string parent)
    {
        try
        {
            string program = Program(process);
            long own = program == parent ? 0 : ProcessCost.Of(process).ResidentBytes;
            return own + Directory.EnumerateDirectories($"/proc/{process}/task")
                .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Sum(child => Of(int.Parse(child, CultureInfo.InvariantCulture), program));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0; // It ended between two looks.
        }
    }

    private static string Program(int process) => File.ResolveLinkTarget($"/proc/{process}/exe", returnFinalTarget: false)?.FullName ?? "";
}
