using System.Threading.Channels;
using Decent.Instance.Git;
using Decent.Instance.Publishing.Tidying;

namespace Decent.Instance.Publishing;

/// <summary>Keeps repositories quick to clone: after publications, and never in the way of one that is being acknowledged.</summary>
public sealed class Upkeep : BackgroundService
{
    private const int TenantsMax = 1024;

    // A tenant that does not fit is marked again by its next publication.
    private readonly Channel<string> _marked = Channel.CreateBounded<string>(new BoundedChannelOptions(TenantsMax)
    {
        FullMode = BoundedChannelFullMode.DropWrite,
        SingleReader = true,
    });

    private readonly Tidier _tidier;
    private readonly ILogger<Upkeep> _log;

    /// <summary>Follows what is published.</summary>
    public Upkeep(Tidier tidier, Herald herald, ILogger<Upkeep> log)
    {
        (_tidier, _log) = (tidier, log);
        herald.Published += head => _marked.Writer.TryWrite(head.Id.Tenant);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var tenant in _marked.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await _tidier.TidyWhenDueAsync(tenant, stoppingToken);
            }
            catch (Exception e) when (e is GitException or IOException)
            {
                _log.NotTidied(tenant, e);
            }
        }
    }
}
