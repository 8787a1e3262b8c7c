using System.Threading.RateLimiting;
using Decent.Instance.Git;

namespace Decent.Instance.SmartHttp;

/// <summary>Stock <c>git upload-pack</c> behind two bounds: how many at once, and how long each.</summary>
public sealed class UploadPack(GitExecutable git, SmartHttpOptions options, TimeProvider time) : IDisposable
{
    private readonly ConcurrencyLimiter _processes = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = options.ProcessesMax,
        QueueLimit = options.QueueMax,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Waits for its turn.</summary>
    /// <returns>To be disposed once git has ended; null when it is too busy.</returns>
    public async Task<IDisposable?> EnterAsync(CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(options.QueueBudget, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            var lease = await _processes.AcquireAsync(1, either.Token);
            return lease.IsAcquired ? lease : null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>How many refs there are, in constant memory: a line for each, in the order in which git finds them.</summary>
    public async Task<long> CountRefsAsync(GitRepository repository, CancellationToken ct)
    {
        long lines = 0;
        await git.RunAsync(new GitCommand
        {
            Arguments = [$"--git-dir={repository.Folder}", "rev-parse", "--all"],
            Budget = git.Options.CommandBudget,
            Output = async (stdout, inner) =>
            {
                var buffer = new byte[16 << 10];
                for (int n; (n = await stdout.ReadAsync(buffer, inner)) > 0;)
                    lines += buffer.AsSpan(0, n).Count((byte)'\n');
            },
        }, ct);
        return lines;
    }

    /// <summary>Has git say what it has, to clients of protocol v0 and v1.</summary>
    internal Task AdvertiseAsync(GitRepository repository, int version, CountingPipe output, CancellationToken ct) =>
        RunAsync(repository, "--http-backend-info-refs", version, null, output, ct);

    /// <summary>Has git answer one request.</summary>
    /// <param name="repository">Which repository.</param>
    /// <param name="version">Version of the protocol.</param>
    /// <param name="request">Writes the request.</param>
    /// <param name="output">Where the answer goes while it is made.</param>
    /// <exception cref="GitException">Git ended with an error, of its own (<see cref="GitException.ExitCode"/>) or by its budget.</exception>
    internal Task ServeAsync(
        GitRepository repository, int version, Func<Stream, CancellationToken, Task> request, CountingPipe output, CancellationToken ct) =>
        RunAsync(repository, "--stateless-rpc", version, request, output, ct);

    /// <inheritdoc/>
    public void Dispose() => _processes.Dispose();

    private Task RunAsync(
        GitRepository repository, string mode, int version,
        Func<Stream, CancellationToken, Task>? request, CountingPipe output, CancellationToken ct) =>
        git.RunAsync(new GitCommand
        {
            Arguments =
            [
                // Alone of the commands that are used here upload-pack looks at who owns the folder, which in a container may be somebody else.
                "-c", $"safe.directory={repository.Folder}",
                // Before v2 git gives no object that it has not advertised: a clone without blobs could not fetch one later, so it is not offered.
                "-c", $"uploadpack.allowFilter={(version == 2 ? "true" : "false")}",
                "upload-pack", "--strict", mode, repository.Folder,
            ],
            Protocol = GitProtocol.Words(version),
            Budget = options.FetchBudget,
            Input = request,
            Output = output.CopyAsync,
        }, ct);
}
