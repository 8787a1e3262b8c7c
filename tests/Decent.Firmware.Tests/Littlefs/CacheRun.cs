using Decent.Firmware.Host.Ports;
using Decent.Peer;
using Decent.Peer.BlockCache;
using Decent.World.Caching;
using Decent.World.Littlefs;

namespace Decent.Firmware.Tests.Littlefs;

/// <summary>The board's cache on a drive: a request a second, quiet between two, and what that costs the flash.</summary>
internal sealed class CacheRun
{
    private const int Objects = 10_000;
    private const int RequestMs = 1_000;
    private readonly LittlefsFlash _flash;
    private readonly BlockCacheOptions _options;
    private readonly Popularity _popularity;
    private readonly byte[][] _tags = new byte[Objects][];
    private readonly byte[] _payload = new byte[4032];
    private readonly byte[] _into = new byte[4032];
    private BlockCache _cache;
    private long _nowMs;

    public CacheRun(int driveBytes, AdmissionMode mode, double skew, ulong seed)
    {
        _flash = new LittlefsDrive(driveBytes / Geometry.BlockBytes, seed).Folder("decent/c");
        _options = new BlockCacheOptions { Layout = SegmentLayout.ForDrive(driveBytes), Admission = mode };
        _popularity = new Popularity(Objects, skew, new Rng(seed));
        _cache = Open();
    }

    public NorFlash Chip => _flash.Drive.Chip;

    public BlockCache Cache => _cache;

    public ModelTimes Hits { get; } = new();

    public ModelTimes Inserts { get; } = new();

    /// <summary>Ticks that wrote.</summary>
    public ModelTimes Ticks { get; } = new();

    /// <summary>From the power on to the cache's answer, without the mount.</summary>
    public double ScanMs { get; private set; }

    public double ErasesPerInsert { get; private set; }

    /// <summary>Blocks written because they were asked for, and those and the copies of collections, for each hit.</summary>
    public double WritesPerHit { get; private set; }

    public double WritesAndCopiesPerHit { get; private set; }

    public double HitRatio => Hits.Count / (double)_requests;

    private int _requests;

    /// <summary>Requests that are not counted, then those that are.</summary>
    public void Run(int warm, int requests)
    {
        for (int i = 0; i < warm; i++) Request(false);
        (long erases, uint stored, uint copied) = (Chip.Erases, _cache.Counts.Stored, _cache.Counts.Copied);
        for (int i = 0; i < requests; i++) Request(true);
        _requests = requests;
        WritesPerHit = (_cache.Counts.Stored - stored) / (double)Hits.Count;
        WritesAndCopiesPerHit = WritesPerHit + (_cache.Counts.Copied - copied) / (double)Hits.Count;
        ErasesPerInsert = (Chip.Erases - erases) / (double)(_cache.Counts.Stored - stored);
    }

    /// <summary>A cut and a new start; how many blocks are there.</summary>
    public int Restart()
    {
        _flash.CutPower();
        _flash.Reboot();
        double before = Chip.BusyUs;
        _cache = Open();
        ScanMs = (Chip.BusyUs - before) / 1000;
        return _cache.Count;
    }

    private BlockCache Open()
    {
        BlockCache cache = new(_options, _flash, new HostHmac(), new HostCrc());
        Assert.True(cache.Open());
        return cache;
    }

    private void Request(bool counts)
    {
        _nowMs += RequestMs;
        int wanted = _popularity.Next();
        byte[] tag = TagOf(wanted);
        double at = Chip.BusyUs;
        if (_cache.Holds(tag, 0))
        {
            Assert.Equal(_payload.Length, _cache.Read(tag, 0, _into));
            Assert.Equal(wanted, BitConverter.ToInt32(_into));
            if (counts) Hits.Add(Chip.BusyUs - at);
        }
        else if (_cache.Missed(_nowMs, tag, 0))
        {
            Assert.Equal(InsertOutcome.Stored, _cache.Insert(_nowMs, tag, 0, Payload(wanted), _payload.Length));
            if (counts) Inserts.Add(Chip.BusyUs - at);
        }

        (at, long operations) = (Chip.BusyUs, Chip.Operations);
        _cache.Tick(_nowMs, quiet: true);
        if (counts && Chip.Operations != operations) Ticks.Add(Chip.BusyUs - at);
    }

    private byte[] Payload(int number)
    {
        BitConverter.TryWriteBytes(_payload, number);
        return _payload;
    }

    private byte[] TagOf(int number) => _tags[number] ??= Fakes.Some.TagOf(Payload(number));
}
