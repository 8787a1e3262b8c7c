namespace Decent.Content.Eviction;

/// <summary>
/// Objects as slots of parallel arrays, each in one <see cref="SlotQueue"/>: some 45 bytes an object, and nothing for the collector to walk.
/// </summary>
internal sealed class NamePool
{
    public const int None = -1;

    private const int SlotsFirst = 256;
    private readonly Dictionary<long, int> _slots = [];
    private long[] _names = new long[SlotsFirst];
    private long[] _bytes = new long[SlotsFirst];
    private int[] _newer = new int[SlotsFirst];
    private int[] _older = new int[SlotsFirst];
    private byte[] _marks = new byte[SlotsFirst];
    private int _made;
    private int _free = None;

    public int Count => _slots.Count;

    public long Name(int slot) => _names[slot];

    public long Bytes(int slot) => _bytes[slot];

    public ref int Newer(int slot) => ref _newer[slot];

    public ref int Older(int slot) => ref _older[slot];

    /// <summary>What the policy notes of the object; 0 at first.</summary>
    public ref byte Mark(int slot) => ref _marks[slot];

    public bool TryFind(long name, out int slot) => _slots.TryGetValue(name, out slot);

    /// <summary>A slot for a name that has none.</summary>
    public int Take(long name, long bytes)
    {
        int slot = _free != None ? _free : Make();
        _free = slot == _free ? _newer[slot] : _free;
        (_names[slot], _bytes[slot], _marks[slot]) = (name, bytes, 0);
        _slots.Add(name, slot);
        return slot;
    }

    /// <summary>Forgets the name; the slot has left its queue.</summary>
    public void Give(int slot)
    {
        _slots.Remove(_names[slot]);
        (_newer[slot], _free) = (_free, slot);
    }

    private int Make()
    {
        if (_made == _names.Length)
        {
            int length = _made * 2;
            Array.Resize(ref _names, length);
            Array.Resize(ref _bytes, length);
            Array.Resize(ref _newer, length);
            Array.Resize(ref _older, length);
            Array.Resize(ref _marks, length);
        }

        return _made++;
    }
}
