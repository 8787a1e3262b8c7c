using Decent.Peer.Lookup;

namespace Decent.World;

/// <summary>The instance as a device sees it: blocks by tag over a connection that is slow, away, wrong, or says 404.</summary>
public sealed class WorldInstance(WorldClock clock)
{
    private readonly HashSet<string> _keys = [];

    public InstanceMood Mood { get; set; }

    /// <summary>From the question to the first block, and to a refusal.</summary>
    public int DelayMs { get; set; } = 80;

    /// <summary>From one block to the next.</summary>
    public int PerBlockMs { get; set; } = 2;

    /// <summary>Questions so far.</summary>
    public int Asked { get; private set; }

    public void Add(WorldBlock block) => _keys.Add(block.Key);

    public bool Contains(WorldBlock block) => _keys.Contains(block.Key);

    /// <summary>Answers through the two callbacks, at their time; the mood that counts is the one at that time.</summary>
    public void Ask(IReadOnlyList<WorldBlock> wanted, ulong missing, Action<int, byte[]> deliver, Action<InstanceAnswer> end)
    {
        Asked++;
        int given = 0;
        bool lacks = false;
        for (int i = 0; i < wanted.Count; i++)
        {
            if ((missing >> i & 1) == 0) continue;
            int index = i;
            if (Contains(wanted[i])) clock.After(DelayMs + given++ * PerBlockMs, () => Give(index, wanted[index], deliver));
            else lacks = true;
        }

        bool lastLacks = lacks;
        clock.After(DelayMs + given * PerBlockMs, () => End(lastLacks, end));
    }

    private void Give(int index, WorldBlock block, Action<int, byte[]> deliver)
    {
        if (Mood == InstanceMood.Up) deliver(index, block.Bytes);
        else if (Mood == InstanceMood.Wrong) deliver(index, [.. block.Bytes, 0]);
    }

    private void End(bool lacks, Action<InstanceAnswer> end)
    {
        if (Mood == InstanceMood.NotFound || (Mood == InstanceMood.Up && lacks)) end(InstanceAnswer.NotFound);
        else if (Mood == InstanceMood.Away) end(InstanceAnswer.Away);
    }
}
