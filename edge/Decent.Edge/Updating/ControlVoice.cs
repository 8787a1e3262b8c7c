using Decent.Edge.Control;
using Decent.Edge.Power;
using Decent.Hosting.Cli;
using Decent.Hosting.Control;

namespace Decent.Edge.Updating;

/// <summary>The edge on its control socket.</summary>
/// <param name="program">Whose command line asks.</param>
/// <param name="state">The edge's state folder.</param>
internal sealed class ControlVoice(CliProgram program, string state) : IEdgeVoice
{
    private const string Flags = "/etc/default/decent-edge";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public bool HasPowerBoard
    {
        get
        {
            try
            {
                return File.ReadLines(Flags).Any(line => !line.StartsWith('#') && line.Contains("--power", StringComparison.Ordinal));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return error is UnauthorizedAccessException; // Not there: no flags at all. Not readable: the careful answer.
            }
        }
    }

    public async Task<EdgeWord?> AskAsync(CancellationToken ct)
    {
        using ControlClient client = new(program, state);
        using CancellationTokenSource patience = new(Patience, TimeProvider.System);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            EdgeStatus status = await client.GetAsync(HttpMethod.Get, "status", EdgeJson.Default.EdgeStatus, either.Token);
            return new EdgeWord(status.Process, status.Power.State == PowerState.Running);
        }
        catch (Exception error) when (error is CliException || (error is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }
}
