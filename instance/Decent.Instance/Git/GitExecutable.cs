using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Decent.Instance.Git;

/// <summary>Starts git with nothing of its surroundings but PATH, and ends every process that it started.</summary>
public sealed class GitExecutable(GitOptions options, TimeProvider time, ILogger<GitExecutable> log)
{
    private const int ErrorCharsMax = 4096;

    /// <summary>Bounds and budgets in force.</summary>
    public GitOptions Options => options;

    /// <summary>The clock of the budgets.</summary>
    public TimeProvider Time => time;

    /// <summary>Whose processes these are: what finds those that outlive a daemon which was killed. Null for nobody's.</summary>
    public string? Owner { get; init; }

    /// <summary>Runs one command to its end.</summary>
    /// <exception cref="GitException">Git is missing, exceeded its budget or exited with an error; the message says which.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/>; the process is gone when this is thrown.</exception>
    public async Task RunAsync(GitCommand command, CancellationToken ct)
    {
        using var budget = new CancellationTokenSource(command.Budget, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, ct);
        using var process = Start(command);
        try
        {
            await ConverseAsync(process, command, either.Token);
        }
        catch (OperationCanceledException) when (budget.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            log.OverBudget(Verb(command), command.Budget.TotalSeconds);
            throw new GitException($"git {Verb(command)} took longer than {command.Budget.TotalSeconds:0} s. Is the disk overloaded or full?");
        }
        finally
        {
            await EndAsync(process);
        }
    }

    /// <summary>Ends what an earlier daemon of the same <see cref="Owner"/> started and did not live to see the end of. Before any other command.</summary>
    /// <exception cref="GitException">A process does not end; the message names it.</exception>
    public Task EndOrphansAsync(CancellationToken ct) => Owner is null ? Task.CompletedTask : GitOrphans.EndAsync(Owner, time, log, ct);

    private static async Task ConverseAsync(Process process, GitCommand command, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var error = ReadErrorAsync(process.StandardError, stop.Token);
        var output = ReadAsync(process.StandardOutput.BaseStream, command.Output ?? DiscardAsync, stop);
        IOException? broken = null;
        try
        {
            broken = await FeedAsync(process, command.Input, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            // The reader gave up and nobody empties the pipe: its own exception follows with the next line.
        }
        await output;
        var words = await error;
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0)
            throw new GitException($"git {Verb(command)} failed ({process.ExitCode}): {words.Trim()}", broken) { ExitCode = process.ExitCode };
        if (broken is not null)
            throw new GitException($"git {Verb(command)} stopped reading before its input ended: {words.Trim()}", broken) { ExitCode = 0 };
    }

    private static async Task ReadAsync(Stream output, Func<Stream, CancellationToken, Task> read, CancellationTokenSource stop)
    {
        try
        {
            await read(output, stop.Token);
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
    }

    /// <summary>The pipe's error, when git went away while it was being fed; its exit code tells more than the pipe does.</summary>
    private static async Task<IOException?> FeedAsync(Process process, Func<Stream, CancellationToken, Task>? input, CancellationToken ct)
    {
        try
        {
            var stdin = process.StandardInput.BaseStream;
            if (input is not null)
                await input(stdin, ct);
            await stdin.FlushAsync(ct);
            process.StandardInput.Close();
            return null;
        }
        catch (IOException e) when (e is not FileNotFoundException)
        {
            return e;
        }
    }

    private Process Start(GitCommand command)
    {
        var start = new ProcessStartInfo(options.Executable)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        foreach (var argument in command.Arguments)
            start.ArgumentList.Add(argument);
        GitSurroundings.Apply(start.Environment);
        if (Owner is not null)
            start.Environment[GitOrphans.Mark] = Owner;
        if (command.Protocol is not null)
            start.Environment["GIT_PROTOCOL"] = command.Protocol;
        try
        {
            return Process.Start(start) ?? throw new GitException(Missing);
        }
        catch (Win32Exception e)
        {
            throw new GitException(Missing, e);
        }
    }

    private string Missing => $"'{options.Executable}' could not be started. Install git (Debian, Ubuntu: apt install git).";

    private static async Task<string> ReadErrorAsync(StreamReader error, CancellationToken ct)
    {
        var kept = new StringBuilder();
        var buffer = new char[1024];
        for (int n; (n = await error.ReadAsync(buffer, ct)) > 0;)
            kept.Append(buffer, 0, Math.Min(n, ErrorCharsMax - kept.Length));
        return kept.ToString();
    }

    private static Task DiscardAsync(Stream output, CancellationToken ct) => output.CopyToAsync(Stream.Null, ct);

    private static async Task EndAsync(Process process)
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
    }

    private static string Verb(GitCommand command) =>
        command.Arguments.SkipWhile((a, i) => a.StartsWith('-') || (i > 0 && command.Arguments[i - 1] == "-c")).FirstOrDefault("");
}
