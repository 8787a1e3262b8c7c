namespace Decent.Instance.Tests.Cuts.Traced;

/// <summary>One recording for all tests of a class; none where there is no strace.</summary>
public sealed class RecordingOnce : IAsyncLifetime
{
    private Recording? _recording;

    internal Recording Recording
    {
        get
        {
            Assert.SkipWhen(_recording is null, "strace is not installed: ./test.sh installs it, or apt-get install strace.");
            return _recording;
        }
    }

    /// <summary>DECENT_CUTS=1 records more and cuts more often.</summary>
    internal static bool IsWhole => Environment.GetEnvironmentVariable("DECENT_CUTS") == "1";

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "strace"))))
            _recording = await Recording.MakeAsync(IsWhole ? 6 : 1, seed: 20261128);
    }

    public ValueTask DisposeAsync()
    {
        _recording?.Dispose();
        return ValueTask.CompletedTask;
    }
}
