namespace Decent.Instance.Tests;

/// <summary>Processes that are not ours: nobody tells of their end.</summary>
internal static class OtherProcess
{
    /// <summary>Waits until the kernel has taken a killed process away, which it does in its own time.</summary>
    public static async Task<bool> EndsAsync(string pid)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        for (var i = 0; i < 6000; i++, await timer.WaitForNextTickAsync(Some.Ct))
        {
            if (StateOf(pid) is "gone" or "Z")
                return true;
        }
        return false;
    }

    /// <summary>The letter that <c>ps</c> shows, or <c>gone</c>.</summary>
    public static string StateOf(string pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Split(' ')[2];
        }
        catch (IOException)
        {
            return "gone"; // The folder of a process goes with it, also between two looks.
        }
    }
}
