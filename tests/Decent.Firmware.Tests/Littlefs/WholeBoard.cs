using Decent.Firmware.Bootstrap;
using Decent.Firmware.Bus;
using Decent.Firmware.Configuration;
using Decent.Firmware.Host.Ports;
using Decent.Firmware.Pulling;
using Decent.Firmware.Tests.Caching;
using Decent.Firmware.Tests.Fakes;
using Decent.Peer;
using Decent.Peer.Availability;
using Decent.Peer.BlockCache;
using Decent.Peer.Ports;
using Decent.Protocol;
using Decent.Protocol.Frames;
using Decent.World.Caching;
using Decent.World.Littlefs;

namespace Decent.Firmware.Tests.Littlefs;

/// <summary>
/// Everything that a board keeps on its one drive: the platform's files in the root, both copies of the configuration, the journal with all its files,
/// and the cache; and what a board does to them from day to day.
/// </summary>
internal sealed class WholeBoard
{
    private const int Blocks = 400;
    private const int MinuteMs = 60_000;
    private static readonly (string Name, int Bytes)[] Platform =
    [
        ("con_network.sys", 120), ("con_wireless80211.sys", 200), ("con_wirelessAP.sys", 200), ("con_x509ca.sys", 6_000), ("con_x509device.sys", 2_500),
    ];

    private readonly LittlefsDrive _drive;
    private readonly BlockCacheOptions _options;
    private readonly Popularity _popularity;
    private readonly Rng _rng;
    private readonly byte[] _into = new byte[Limits.BlockBytesMax];
    private readonly byte[] _answer = new byte[BootstrapOptions.BodyBytesMax];
    private readonly LogChunk _chunk = new();
    private BlockCache _cache = null!;
    private AvailabilityLog _log = null!;
    private RunAccount _account = null!;
    private CommandDesk _desk = null!;
    private BootstrapFile _boot = null!;
    private ulong _command;
    private long _nowMs;
    private uint _stored;

    public WholeBoard(int driveBytes, ulong seed)
    {
        _rng = new Rng(seed);
        _popularity = new Popularity(Blocks, 0.8, _rng);
        _drive = new LittlefsDrive(driveBytes / Geometry.BlockBytes, seed);
        _options = new BlockCacheOptions { Layout = SegmentLayout.ForDrive(driveBytes), Admission = AdmissionMode.Auto };
        foreach (var (name, bytes) in Platform) Put("", name, bytes);
        Put("decent/config", "a", BoardRecord.BytesMax);
        Put("decent/config", "b", BoardRecord.BytesMax);
        Start();
    }

    public LittlefsDrive Drive => _drive;

    public BlockCache Cache => _cache;

    /// <summary>Most sectors in use at a time.</summary>
    public int UsedMost { get; private set; }

    /// <summary>What the drive refused, cache and journal together.</summary>
    public uint Failures { get; private set; }

    /// <summary>Blocks written in all runs.</summary>
    public uint Stored => _stored + _cache.Counts.Stored;

    /// <summary>A day: requests as fast as the flash bears, a heartbeat a minute, a command and a bootstrap answer an hour, then a stop or a cut.</summary>
    public void Day(int requestsPerMinute)
    {
        for (int minute = 0; minute < 24 * 60; minute++)
        {
            for (int i = 0; i < requestsPerMinute; i++) Request(MinuteMs / requestsPerMinute);
            _log.Tick(_nowMs, 1_800_000_000 + (ulong)(_nowMs / 1000));
            if (minute % 60 == 30) Hour();
            Look();
        }

        if (_rng.Below(2) == 0) Stop();
        Restart();
    }

    /// <summary>Power off and on; everything is read again.</summary>
    public void Restart()
    {
        Failures += _cache.Counts.FlashFailures + _log.FlashFailures + _account.FlashFailures + _desk.FlashFailures;
        _stored += _cache.Counts.Stored;
        _drive.CutPower();
        _drive.Reboot();
        Start();
    }

    /// <summary>The platform's files and both copies of the configuration are what they were.</summary>
    public void AssertOthersWhole()
    {
        foreach (var (name, bytes) in Platform) AssertThere("", name, bytes);
        AssertThere("decent/config", "a", BoardRecord.BytesMax);
        AssertThere("decent/config", "b", BoardRecord.BytesMax);
    }

    private void Start()
    {
        LittlefsFlash journal = _drive.Folder("decent/j");
        _cache = new BlockCache(_options, _drive.Folder("decent/c"), new HostHmac(), new HostCrc());
        _log = new AvailabilityLog(new AvailabilityOptions(), journal);
        _account = new RunAccount(new RunAccountOptions(), journal, new HostHmac(), 7);
        _desk = new CommandDesk(journal, new CacheOrders(_cache), new PullQueue(), new NotedEvents());
        _boot = new BootstrapFile(journal);
        _ = _boot.Load(new byte[_answer.Length]);
        Assert.True(_account.Load());
        Assert.True(_log.Start(_nowMs, 0, _account.KnownRun));
        Assert.True(_desk.Load());
        _account.Begin(_log.Run);
        Assert.True(_cache.Open());
        Assert.True(_account.Take(Grant(RunGrant.KindSecret)));
        Look();
    }

    private void Stop()
    {
        _account.Close(_nowMs);
        Assert.True(_account.Take(Grant(RunGrant.KindTermination)));
        Assert.True(_cache.Close());
        Assert.True(_log.Stop(_nowMs, 0));
    }

    private void Request(int stepMs)
    {
        _nowMs += stepMs;
        int wanted = _popularity.Next();
        if (!_cache.Serves(wanted, _into) && _cache.Missed(_nowMs, CacheBench.TagOf(wanted), 0))
        {
            InsertOutcome outcome = _cache.Insert(wanted, _nowMs);
            Assert.NotEqual(InsertOutcome.FlashFailed, outcome);
            Look();
        }

        _cache.Tick(_nowMs, quiet: true);
    }

    private void Hour()
    {
        uint last = _log.Copy(0, _chunk);
        if (last > 0) _log.Acknowledge(last);
        _desk.Take(0, new Command { Id = ++_command, Verb = Command.VerbResize, Value = 1_000 });
        _answer[_rng.Below(_answer.Length)]++;
        Assert.True(_boot.Save(_answer, _answer.Length));
        Assert.Equal(_answer.Length, _boot.Load(new byte[_answer.Length]));
    }

    private RunGrant Grant(byte kind)
    {
        RunGrant grant = new() { Kind = kind, Run = _log.Run };
        Some.Bytes((int)_log.Run + kind, RunGrant.KeyBytes).CopyTo(grant.Key, 0);
        return grant;
    }

    private void Look() => UsedMost = Math.Max(UsedMost, _drive.UsedSectors);

    private void Put(string folder, string name, int bytes)
    {
        IFlashFile file = _drive.Folder(folder).Open(name)!;
        Assert.True(file.Write(0, Some.Bytes(bytes, bytes), 0, bytes) && file.Close());
    }

    private void AssertThere(string folder, string name, int bytes)
    {
        IFlashFile file = _drive.Folder(folder).Open(name)!;
        byte[] read = new byte[bytes + 1];
        Assert.Equal(bytes, file.Read(0, read, 0, read.Length));
        Assert.Equal(Some.Bytes(bytes, bytes), read[..bytes]);
        Assert.True(file.Close());
    }
}
