namespace Decent.Content.Shelves;

/// <summary>One bit per leaf, set when the leaf is verified and written. As a file it is only a hint: each marked leaf is hashed again.</summary>
internal sealed class PartialMap
{
    private readonly int _leaves;
    private readonly byte[] _bits;

    public PartialMap(int leaves)
    {
        _leaves = leaves;
        _bits = new byte[(leaves + 7) / 8];
        Missing = leaves;
    }

    public int Missing { get; private set; }

    public ReadOnlySpan<byte> Bits => _bits;

    public bool Has(int leaf) => (_bits[leaf >> 3] & (1 << (leaf & 7))) != 0;

    public void Set(int leaf)
    {
        if (!Has(leaf))
        {
            _bits[leaf >> 3] |= (byte)(1 << (leaf & 7));
            Missing--;
        }
    }

    public void Clear()
    {
        Array.Clear(_bits);
        Missing = _leaves;
    }

    /// <summary>The first missing leaf at or after this one; -1 when there is none.</summary>
    public int NextMissing(int from)
    {
        for (int leaf = Math.Max(0, from); leaf < _leaves; leaf++)
        {
            if ((leaf & 7) == 0 && _bits[leaf >> 3] == 0xFF)
            {
                leaf += 7;
            }
            else if (!Has(leaf))
            {
                return leaf;
            }
        }

        return -1;
    }
}
