using System.Collections.Concurrent;
using System.Diagnostics;

namespace Decent.Demo.Cluster;

/// <summary>
/// Starts every process from one thread that lives as long as this process: the kernel's parent-death signal goes by thread, and a pool thread
/// that is retired would take its children along.
/// </summary>
internal static class Spawner
{
    private static readonly BlockingCollection<(Process Process, TaskCompletionSource Started)> Orders = Begin();

    public static Task StartAsync(Process process)
    {
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Orders.Add((process, started));
        return started.Task;
    }

    private static BlockingCollection<(Process Process, TaskCompletionSource Started)> Begin()
    {
        BlockingCollection<(Process Process, TaskCompletionSource Started)> orders = [];
        new Thread(() => Run(orders)) { IsBackground = true, Name = "spawner" }.Start();
        return orders;
    }

    private static void Run(BlockingCollection<(Process Process, TaskCompletionSource Started)> orders)
    {
        foreach ((Process process, TaskCompletionSource started) in orders.GetConsumingEnumerable())
        {
            try
            {
                process.Start();
                started.SetResult();
            }
            catch (Exception error)
            {
                started.SetException(error);
            }
        }
    }
}
