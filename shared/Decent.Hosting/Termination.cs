using System.Runtime.InteropServices;

namespace Decent.Hosting;

/// <summary>
/// SIGTERM and SIGINT as a cancellation, from before the first line is printed. The command-line library's own handling is left off: a signal that came
/// at once after a daemon's first line ended the process with 143 instead of in order.
/// </summary>
public sealed class Termination : IDisposable
{
    private readonly CancellationTokenSource _asked = new();
    private readonly PosixSignalRegistration[] _signals;

    public Termination() => _signals = [Listen(PosixSignal.SIGTERM), Listen(PosixSignal.SIGINT)];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Asked => _asked.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals)
        {
            signal.Dispose();
        }
    }

    private PosixSignalRegistration Listen(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        _ = _asked.CancelAsync();
    });
}
