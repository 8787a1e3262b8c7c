using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Decent.Edge.Tests;

/// <summary>The real executable.</summary>
internal sealed partial class EdgeProcess : IDisposable
{
    public const int Term = 15;
    public const int Kill = 9;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly List<(string Words, TaskCompletionSource Said)> _awaited = [];
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EdgeProcess(string[] arguments, (string Name, string Value)[]? environment = null)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "decent-edge"), arguments)
            {
                RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
            },
        };
        foreach ((string name, string value) in environment ?? [])
        {
            _process.StartInfo.Environment[name] = value;
        }

        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Output => string.Join('\n', _lines);

    /// <summary>Where it serves HTTP, once it says so.</summary>
    public async Task<Uri> ReadyAsync() => new((await _ready.Task.Soon()).Split(' ')[^1]);

    /// <summary>Once a line has these words, or had them.</summary>
    public Task SaysAsync(string words)
    {
        lock (_awaited)
        {
            if (Output.Contains(words, StringComparison.Ordinal))
            {
                return Task.CompletedTask;
            }

            _awaited.Add((words, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
            return _awaited[^1].Said.Task.Soon();
        }
    }

    public static EdgeProcess Start(params string[] arguments) => new(arguments);

    public static EdgeProcess Start((string Name, string Value)[] environment, params string[] arguments) => new(arguments, environment);

    /// <summary>One command to its end: exit code and all that it wrote.</summary>
    public static async Task<(int Exit, string Output)> RunAsync(params string[] arguments)
    {
        using EdgeProcess process = new(arguments);
        int exit = await process.EndAsync();
        return (exit, process.Output);
    }

    /// <summary>Kill -9, of one that has ended too.</summary>
    public void KillNow() => _process.Kill();

    public void Signal(int signal) => Assert.Equal(0, Send(_process.Id, signal));

    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).Soon();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Send(int process, int signal);

    private void Take(string? line)
    {
        if (line is null)
        {
            _ready.TrySetException(new InvalidOperationException(Output));
            return;
        }

        lock (_awaited)
        {
            _lines.Enqueue(line);
            _awaited.FindAll(awaited => line.Contains(awaited.Words, StringComparison.Ordinal)).ForEach(awaited => awaited.Said.TrySetResult());
        }

        if (line.Contains("listening on", StringComparison.Ordinal))
        {
            _ready.TrySetResult(line);
        }
    }
}
