using System.ComponentModel;
using System.Diagnostics;

namespace Decent.Instance.Tests.Images;

/// <summary>Programs of the machine.</summary>
internal static class Shell
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Exit code and all that was printed; null when there is no such program.</summary>
    public static Task<(int Exit, string Text)?> RunAsync(string program, params string[] arguments) => RunAsync(Patience, program, arguments);

    /// <summary>As the other, of what takes longer than two minutes.</summary>
    public static async Task<(int Exit, string Text)?> RunAsync(TimeSpan patience, string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var texts = Task.WhenAll(process.StandardOutput.ReadToEndAsync(Some.Ct), process.StandardError.ReadToEndAsync(Some.Ct));
            var text = string.Concat(await texts.WaitAsync(patience, TimeProvider.System, Some.Ct));
            await process.WaitForExitAsync(Some.Ct).WaitAsync(patience, TimeProvider.System, Some.Ct);
            return (process.ExitCode, text);
        }
        catch (Win32Exception)
        {
            // Not installed: the test says that it was skipped.
            return null;
        }
    }
}
