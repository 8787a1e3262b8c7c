using System.Diagnostics;

namespace Decent.Demo.Cluster;

/// <summary>One run of a command line, as a person would type it.</summary>
public static class CommandLine
{
    private static readonly TimeSpan Budget = TimeSpan.FromMinutes(5);

    /// <summary>Exit code, standard output and standard error.</summary>
    public static async Task<(int Exit, string Out, string Error)> RunAsync(string program, IEnumerable<string> arguments, CancellationToken ct)
    {
        bool managed = program.EndsWith(".dll", StringComparison.Ordinal);
        ProcessStartInfo start = new(managed ? "dotnet" : program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in managed ? [program, .. arguments] : arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start.");
        using CancellationTokenSource budget = CancellationTokenSource.CreateLinkedTokenSource(ct);
        budget.CancelAfter(Budget);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(budget.Token);
            Task<string> error = process.StandardError.ReadToEndAsync(budget.Token);
            await process.WaitForExitAsync(budget.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Its standard output; an exit code other than 0 is an exception with its words.</summary>
    public static async Task<string> DoAsync(string program, IEnumerable<string> arguments, CancellationToken ct)
    {
        string[] given = [.. arguments];
        (int exit, string output, string error) = await RunAsync(program, given, ct);
        return exit == 0
            ? output
            : throw new InvalidOperationException($"{Path.GetFileNameWithoutExtension(program)} {string.Join(' ', given)} ended with {exit}: {error}{output}");
    }
}
