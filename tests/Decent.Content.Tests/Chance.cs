namespace Decent.Content.Tests;

/// <summary>xorshift: the same numbers for the same seed.</summary>
internal sealed class Chance(int seed)
{
    private uint _state = ((uint)seed * 2654435761u) | 1;

    public int Below(int bound)
    {
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return (int)(_state % (uint)bound);
    }

    public T[] Shuffle<T>(T[] items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int other = Below(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }

        return items;
    }
}
