using Decent.Peer;

namespace Decent.World.Littlefs;

/// <summary>
/// A NOR flash chip: erased bytes are 0xFF, a program clears bits, an erase takes a whole sector. It counts both for each sector, adds up how long
/// a real chip would take, and its power fails at a chosen operation.
/// </summary>
public sealed class NorFlash(int sectors, ulong seed)
{
    /// <summary>Microseconds for one erase.</summary>
    public const double EraseUs = 45_000;

    /// <summary>Microseconds for the call of one program, and for each page of 256 bytes that it touches.</summary>
    public const double ProgramUs = 140, PageUs = 240;

    /// <summary>Microseconds for the call of one read, and bytes read in one.</summary>
    public const double ReadUs = 80, ReadBytesPerUs = 15;

    private const int PageBytes = 256;
    private readonly byte[] _bytes = Erased(sectors);
    private readonly int[] _written = new int[sectors];
    private readonly Rng _rng = new(seed);

    /// <summary>Sectors of <see cref="Geometry.BlockBytes"/>.</summary>
    public int Sectors => sectors;

    /// <summary>Erases so far, by sector.</summary>
    public int[] ErasesBySector { get; } = new int[sectors];

    public long Erases { get; private set; }

    public long Programs { get; private set; }

    public long Reads { get; private set; }

    /// <summary>Programs and erases so far, a cut one included.</summary>
    public long Operations => Erases + Programs;

    /// <summary>Model time spent, in microseconds.</summary>
    public double BusyUs { get; private set; }

    /// <summary>The power fails in the operation with this number, counted from 1 since the chip was made; 0: never.</summary>
    public long CutAtOperation { get; set; }

    public NorCut Cut { get; set; }

    /// <summary>Nothing works until <see cref="PowerOn"/>.</summary>
    public bool IsOff { get; private set; }

    public void PowerOff() => IsOff = true;

    public void PowerOn()
    {
        IsOff = false;
        CutAtOperation = 0;
    }

    public void Read(int sector, int offset, Span<byte> into)
    {
        Look(into.Length);
        _bytes.AsSpan(sector * Geometry.BlockBytes + offset, into.Length).CopyTo(into);
    }

    /// <summary>Takes the time of a read whose bytes the model keeps elsewhere.</summary>
    public void Look(int count)
    {
        if (IsOff) throw new PowerCutException();
        Reads++;
        BusyUs += ReadUs + count / ReadBytesPerUs;
    }

    /// <summary>Whole units that nobody has programmed since the sector was erased: littlefs never does otherwise.</summary>
    public void Program(int sector, int offset, ReadOnlySpan<byte> bytes)
    {
        Must.Hold(offset % Geometry.UnitBytes == 0 && bytes.Length % Geometry.UnitBytes == 0);
        Must.Hold(offset >= _written[sector] && offset + bytes.Length <= Geometry.BlockBytes);
        NorCut done = Begin();
        Programs++;
        int pages = (offset + bytes.Length - 1) / PageBytes - offset / PageBytes + 1;
        BusyUs += ProgramUs + pages * PageUs;
        _written[sector] = offset + bytes.Length;
        Span<byte> target = _bytes.AsSpan(sector * Geometry.BlockBytes + offset, bytes.Length);
        Apply(done, bytes, target);
        End(done);
    }

    public void Erase(int sector)
    {
        NorCut done = Begin();
        Erases++;
        ErasesBySector[sector]++;
        BusyUs += EraseUs;
        Span<byte> target = _bytes.AsSpan(sector * Geometry.BlockBytes, Geometry.BlockBytes);
        Span<byte> blank = stackalloc byte[Geometry.BlockBytes];
        blank.Fill(0xFF);
        Apply(done, blank, target);
        if (!IsOff) _written[sector] = 0;
        End(done);
    }

    private static byte[] Erased(int sectors)
    {
        byte[] bytes = new byte[sectors * Geometry.BlockBytes];
        Array.Fill(bytes, (byte)0xFF);
        return bytes;
    }

    private NorCut Begin()
    {
        if (IsOff) throw new PowerCutException();
        if (Operations + 1 != CutAtOperation) return NorCut.Completed;
        IsOff = true;
        return Cut;
    }

    private void Apply(NorCut done, ReadOnlySpan<byte> bytes, Span<byte> target)
    {
        if (done == NorCut.Lost) return;
        int whole = done == NorCut.Half ? bytes.Length / 2 : bytes.Length;
        for (int i = 0; done == NorCut.RandomBits && i < whole; i++)
        {
            byte changed = (byte)_rng.Below(256);
            target[i] = (byte)((target[i] & ~changed) | (bytes[i] & changed));
        }

        if (done != NorCut.RandomBits) bytes[..whole].CopyTo(target);
    }

    private void End(NorCut done)
    {
        if (IsOff) throw new PowerCutException(done == NorCut.Completed);
    }
}
