namespace Decent.Instance.Tests.Cuts;

/// <summary>A real daemon under SIGKILL; DECENT_CUTS=1 does it 200 times.</summary>
public sealed class KillTests
{
    private const ulong Seed = 20261128;

    private static bool IsWhole => Environment.GetEnvironmentVariable("DECENT_CUTS") == "1";

    [Fact]
    public async Task What_six_clients_publish_at_once_survives_kill_9_at_any_point()
    {
        var (scenes, lives) = IsWhole ? (8, 25) : (1, 4);
        var acknowledgements = 0;
        for (var i = 0; i < scenes; i++)
        {
            using var scene = new KillScene(Seed + (ulong)i);
            for (var life = 0; life < lives; life++)
                await scene.LiveAsync();
            await scene.EndAsync();
            Assert.True(scene.Acknowledgements > 0, $"Seed {Seed + (ulong)i}: no publication was acknowledged in {lives} lives.");
            acknowledgements += scene.Acknowledgements;
            if (IsWhole)
                TestContext.Current.TestOutputHelper?.WriteLine($"{(i + 1) * lives} of {scenes * lives} kills");
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{scenes * lives} kills, {acknowledgements} acknowledged publications, none lost");
    }
}
