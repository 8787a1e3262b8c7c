namespace Decent.World;

/// <summary>A promise was broken in the world of one seed. The message has the line that replays it, and its story.</summary>
public sealed class SwarmException : Exception
{
    internal SwarmException(ulong seed, SwarmPlan plan, Trace trace, Exception broken)
        : base($"seed {seed}: {broken.Message}\n{Replay(seed)}\nplan: {plan}\n{trace}", broken) => Seed = seed;

    public ulong Seed { get; }

    private static string Replay(ulong seed) =>
        $"replay: DECENT_SEED={seed} dotnet run --project tests/Decent.Peer.Tests -- -method \"*.Every_world_keeps_its_promises\"";
}
