using System.ComponentModel;
using System.Diagnostics;

namespace Decent.Edge.Power;

/// <summary>The operating system's own way to power off: a program, whose end nobody waits for.</summary>
internal sealed class SystemPower(ILogger log)
{
    public void Run(IReadOnlyList<string> command)
    {
        string line = string.Join(' ', command);
        log.Commands(line);
        try
        {
            using Process? process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false });
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException)
        {
            log.CommandFailed(line, error.Message);
        }
    }
}
