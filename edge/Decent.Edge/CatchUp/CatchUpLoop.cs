using System.Threading.Channels;
using Decent.Content;
using Decent.Edge.Fetching;

namespace Decent.Edge.CatchUp;

/// <summary>
/// Brings the stored heads back to the newest after this edge, its bus or the instance was away: waits for a doubt, and then for an instance that
/// answers. One pass at a time; a stop ends it between or within questions.
/// </summary>
public sealed class CatchUpLoop : BackgroundService
{
    /// <summary>Passes in a row while commits come in between; what is open then is asked for when somebody wants it.</summary>
    private const int PassesMax = 8;

    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ContentStore _store;
    private readonly HeadBook _book;
    private readonly HeadFreshness _freshness;
    private readonly KnownShards _known;
    private readonly ContentClient _client;
    private readonly InstanceSource _instance;
    private readonly CatchUpOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<CatchUpLoop> _log;
    private bool _saidBroken;

    public CatchUpLoop(ContentStore store, HeadBook book, HeadFreshness freshness, KnownShards known, ContentClient client, InstanceSource instance,
        CatchUpOptions options, TimeProvider time, ILogger<CatchUpLoop> log)
    {
        (_store, _book, _freshness, _known, _client, _instance) = (store, book, freshness, known, client, instance);
        (_options, _time, _log) = (options, time, log);
        freshness.Doubted += Ring;
        instance.Back += Ring;
    }

    /// <summary>Raised after each pass that changed nothing for want of an answer, or that ended; on the loop's thread.</summary>
    public event Action? Passed;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_instance.Address is null)
        {
            return;
        }

        while (true)
        {
            await _bell.Reader.ReadAsync(stoppingToken);
            await Task.Delay(_options.Gather, _time, stoppingToken);
            TimeSpan pause = _options.PauseFirst;
            for (int passes = 0; passes < PassesMax && _freshness.Doubts().Count > 0;)
            {
                if (await TryPassAsync(stoppingToken))
                {
                    passes++;
                    pause = _options.PauseFirst;
                    continue;
                }

                await RungAsync(pause, stoppingToken);
                pause = pause * 2 < _options.PauseLongest ? pause * 2 : _options.PauseLongest;
            }
        }
    }

    private void Ring() => _bell.Writer.TryWrite(true);

    private async Task<bool> TryPassAsync(CancellationToken ct)
    {
        if (!_instance.IsReachable)
        {
            return false;
        }

        NameClient client = new(_client, _instance, _options);
        CatchUpPass pass = new(_store, _book, _freshness, _known, client, _instance.Address!, _options, _log);
        bool answered = false;
        try
        {
            answered = await pass.RunAsync(ct);
            Say(answered, pass, client);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The store may be failing; heads that are not sure are asked for one by one, so that nothing is served wrongly.
            _log.Failed(error);
        }
        finally
        {
            if (pass.Groups > 0)
            {
                Keep();
            }
        }

        Passed?.Invoke();
        return answered;
    }

    private void Keep()
    {
        try
        {
            _known.Save();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Known for as long as this runs all the same; a loop that ended would take the daemon along.
            _log.NotKept(error.Message);
        }
    }

    private void Say(bool answered, CatchUpPass pass, NameClient client)
    {
        if (pass.Heads > 0 && answered)
        {
            _log.Ended(pass.Groups, pass.Heads, pass.Newer, client.Requests, client.Bytes);
        }
        else if (!answered && !_saidBroken)
        {
            _log.Broken();
        }

        _saidBroken = !answered;
    }

    /// <summary>Returns after the pause, or when the bell rings.</summary>
    private async Task RungAsync(TimeSpan pause, CancellationToken ct)
    {
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(ct);
        Task rung = _bell.Reader.WaitToReadAsync(bound.Token).AsTask();
        await Task.WhenAny(rung, Task.Delay(pause, _time, bound.Token));
        await bound.CancelAsync();
        _bell.Reader.TryRead(out _);
        ct.ThrowIfCancellationRequested();
    }
}
