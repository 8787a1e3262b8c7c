using System.Diagnostics;

namespace Decent.Instance.Tests.HomeAssistant;

/// <summary><c>mosquitto_pub</c> as a process: one message at level 1.</summary>
internal static class MosquittoPub
{
    /// <summary>Ends when the broker has answered; it tells a refusal by nothing but its silence to others.</summary>
    public static async Task SayAsync(int port, string user, string password, string topic, string text)
    {
        var start = new ProcessStartInfo("mosquitto_pub") { RedirectStandardError = true, UseShellExecute = false };
        foreach (var word in (string[])["-h", "127.0.0.1", "-p", $"{port}", "-u", user, "-P", password, "-q", "1", "-t", topic, "-m", text])
            start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(Some.Ct);
        await process.WaitForExitAsync(Some.Ct).WaitAsync(TimeSpan.FromSeconds(120), TimeProvider.System, Some.Ct);
        await error;
    }
}
