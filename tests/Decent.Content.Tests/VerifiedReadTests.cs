using System.Runtime.Versioning;
using Decent.Content.Disk;
using Decent.Content.Shelves;
using Microsoft.Win32.SafeHandles;

namespace Decent.Content.Tests;

/// <summary>
/// What <see cref="ContentReader.TryReadVerified"/> may give without hashing, and what not. The files lie beside this program: in a file system in memory,
/// as temporary files may be, the kernel does not tell, and everything is hashed.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class VerifiedReadTests : IDisposable
{
    private readonly Fixture _fixture = new(AppContext.BaseDirectory);
    private readonly AheadTime _time = new() { Ahead = TimeSpan.FromHours(1) };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(300_000, false)]
    [InlineData(3_000_000, false)]
    [InlineData(3_000_000, true)]
    public async Task Only_what_was_hashed_since_the_file_was_opened_is_given_unhashed(int length, bool hasHashOnly)
    {
        using ContentStore store = _fixture.Open(time: _time);
        byte[] bytes = Some.Noise(length, 1);
        Manifest manifest = await _fixture.Import(store, "file", bytes);
        using ContentReader reader = store.OpenObject(manifest.Root)!;
        byte[] leaf = new byte[Chunking.LargeChunk];

        for (int i = 0; i < reader.LeafCount; i++)
        {
            long offset = (long)i * reader.ChunkSize;
            Assert.False(reader.TryReadVerified(offset, new byte[1]));
            Assert.True(!hasHashOnly || reader.Verify(i));
            Assert.Equal(hasHashOnly, reader.TryReadVerified(offset, new byte[1]));
            Assert.Equal(reader.LeafLength(i), reader.ReadLeaf(i, leaf));
            byte[] part = new byte[reader.LeafLength(i)];
            Assert.True(reader.TryReadVerified(offset, part));
            Assert.Equal(leaf[..part.Length], part);
        }

        byte[] all = new byte[length];
        Assert.True(reader.TryReadVerified(0, all));
        Assert.Equal(bytes, all);
        using ContentReader later = store.OpenObject(manifest.Root)!;
        Assert.True(later.TryReadVerified(length / 3, all.AsSpan(0, length / 2)));
        Assert.Equal(bytes.AsSpan(length / 3, length / 2), all.AsSpan(0, length / 2));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_changed_under_its_open_reader_is_hashed_again_whatever_its_time_says(bool hidesTime)
    {
        using ContentStore store = _fixture.Open(time: _time);
        Manifest manifest = await _fixture.Import(store, "file", Some.Noise(9000, 1));
        string file = _fixture.ObjectFile(manifest.Root);
        DateTime written = File.GetLastWriteTimeUtc(file);
        using ContentReader reader = store.OpenObject(manifest.Root)!;
        byte[] buffer = new byte[9000];
        Assert.Equal(9000, reader.ReadLeaves(0, 3, buffer));
        Assert.True(reader.TryReadVerified(0, buffer));

        Fixture.Flip(file, 5000);
        if (hidesTime)
        {
            File.SetLastWriteTimeUtc(file, written);
        }

        Assert.False(reader.TryReadVerified(0, buffer));
        Assert.Equal(4032, reader.ReadLeaf(0, buffer));
        Assert.Equal(-1, reader.ReadLeaf(1, buffer));
        Assert.False(reader.TryReadVerified(4032, buffer.AsSpan(0, 1)));
        Assert.Null(store.OpenObject(manifest.Root));
    }

    [Fact]
    public async Task Bytes_that_left_memory_are_hashed_again()
    {
        using ContentStore store = _fixture.Open(time: _time);
        Manifest manifest = await _fixture.Import(store, "file", Some.Noise(300_000, 1));
        using ContentReader reader = store.OpenObject(manifest.Root)!;
        byte[] buffer = new byte[300_000];
        Assert.Equal(300_000, reader.ReadLeaves(0, reader.LeafCount, buffer));
        Assert.True(reader.TryReadVerified(0, buffer));

        bool isBelieved = true;
        using (SafeFileHandle file = File.OpenHandle(_fixture.ObjectFile(manifest.Root)))
        {
            // The kernel is asked, not told: it keeps a page that somebody else is looking at.
            for (int i = 0; isBelieved && i < 1000; i++)
            {
                Posix.Forget(file, 0, 300_000);
                isBelieved = reader.TryReadVerified(200_000, buffer.AsSpan(0, 50_000));
            }
        }

        Assert.False(isBelieved);
        // What else left memory with it is not known, so nothing of the file is believed though somebody else brings it back.
        await File.ReadAllBytesAsync(_fixture.ObjectFile(manifest.Root), Cancel);
        Assert.False(reader.TryReadVerified(0, buffer));
        Assert.Equal(300_000, reader.ReadLeaves(0, reader.LeafCount, buffer));
        Assert.True(reader.TryReadVerified(0, buffer));
        Assert.Equal(Some.Noise(300_000, 1), buffer);
    }

    [Fact]
    public async Task After_ten_minutes_everything_is_hashed_again_in_readers_that_stayed_open_too()
    {
        using ContentStore store = _fixture.Open(time: _time);
        Manifest manifest = await _fixture.Import(store, "file", Some.Noise(4032, 1));
        using ContentReader reader = store.OpenObject(manifest.Root)!;
        byte[] buffer = new byte[4032];
        reader.ReadLeaf(0, buffer);

        _time.Ahead += Proof.GoodFor - TimeSpan.FromMinutes(1);
        Assert.True(reader.TryReadVerified(0, buffer));
        _time.Ahead += TimeSpan.FromMinutes(1);
        Assert.False(reader.TryReadVerified(0, buffer));
        reader.ReadLeaf(0, buffer);
        Assert.True(reader.TryReadVerified(0, buffer));
    }

    [Fact]
    public async Task A_file_written_a_moment_ago_is_hashed_each_time_until_its_time_would_tell_of_a_change()
    {
        _time.Ahead = TimeSpan.Zero;
        using ContentStore store = _fixture.Open(time: _time);
        Manifest manifest = await _fixture.Import(store, "file", Some.Noise(4032, 1));
        File.SetLastWriteTimeUtc(_fixture.ObjectFile(manifest.Root), _time.GetUtcNow().UtcDateTime + TimeSpan.FromSeconds(10));
        using ContentReader reader = store.OpenObject(manifest.Root)!;
        byte[] buffer = new byte[4032];
        reader.ReadLeaf(0, buffer);
        Assert.False(reader.TryReadVerified(0, buffer));

        _time.Ahead = TimeSpan.FromSeconds(15);
        Assert.False(reader.TryReadVerified(0, buffer));
        reader.ReadLeaf(0, buffer);
        Assert.True(reader.TryReadVerified(0, buffer));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_happens_to_a_file_no_wrong_byte_is_given(int seed)
    {
        using ContentStore store = _fixture.Open(time: _time);
        byte[] bytes = Some.Noise(60_000, seed), buffer = new byte[60_000];
        Chance chance = new(seed);
        Manifest manifest = await _fixture.Import(store, "file", bytes);
        int unhashed = 0, damages = 0;
        for (int turn = 0; turn < 2000; turn++)
        {
            if (store.OpenObject(manifest.Root) is not { } reader)
            {
                damages++;
                await _fixture.Import(store, "file", bytes);
                continue;
            }

            using (reader)
            {
                int leaf = chance.Below(reader.LeafCount), offset = leaf * 4032, length = reader.LeafLength(leaf);
                if (chance.Below(50) == 0)
                {
                    Fixture.Flip(_fixture.ObjectFile(manifest.Root), chance.Below(60_000));
                }

                bool given = reader.TryReadVerified(offset, buffer.AsSpan(0, length));
                unhashed += given ? 1 : 0;
                if (given || reader.ReadLeaf(leaf, buffer) == length)
                {
                    Assert.True(bytes.AsSpan(offset, length).SequenceEqual(buffer.AsSpan(0, length)), $"seed {seed}, turn {turn}");
                }
            }
        }

        Assert.True(unhashed > 100 && damages > 10, $"{unhashed} unhashed, {damages} damages");
    }

    [Fact]
    public async Task A_large_leaf_that_is_wrong_is_not_verified_and_never_given()
    {
        using ContentStore store = _fixture.Open(time: _time);
        Manifest manifest = await _fixture.Import(store, "file", Some.Noise(2_500_000, 1));
        Fixture.Flip(_fixture.ObjectFile(manifest.Root), 1_900_000);
        using ContentReader reader = store.OpenObject(manifest.Root)!;

        Assert.True(reader.RemembersVerified);
        Assert.True(reader.Verify(0) && reader.Verify(2));
        Assert.False(reader.Verify(1));
        Assert.False(reader.TryReadVerified(1_048_576, new byte[1]));
        Assert.False(store.HasObject(manifest.Root));
    }

    [Fact]
    public async Task Reading_what_was_verified_allocates_nothing()
    {
        using ContentStore store = _fixture.Open(time: _time);
        Manifest manifest = await _fixture.Import(store, "file", Some.Noise(40_000, 1));
        using ContentReader reader = store.OpenObject(manifest.Root)!;
        byte[] buffer = new byte[40_000];
        reader.ReadLeaves(0, reader.LeafCount, buffer);
        long allocated = long.MaxValue;
        for (int round = 0; round < 3; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
            {
                Assert.True(reader.TryReadVerified(i, buffer.AsSpan(0, 30_000)));
            }

            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, allocated);
    }
}
