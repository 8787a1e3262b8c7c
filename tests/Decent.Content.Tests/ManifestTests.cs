using System.Security.Cryptography;

namespace Decent.Content.Tests;

public sealed class ManifestTests
{
    [Fact]
    public void The_manifest_of_one_small_file_has_these_bytes()
    {
        byte[] content = "hello"u8.ToArray();
        byte[] bytes = Some.Manifest(("", content)).ToBytes();

        byte[] expected =
        [
            .. "DCM1"u8, 1, 0, 0, 0,
            1, 0x55, 0x12, 32, .. SHA256.HashData(content),
            1, 0, 0, 0,
            0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0xC0, 0x0F, 0, 0,
            .. SHA256.HashData(content), .. HMACSHA256.HashData("dcdn-block-v1"u8, content)[..16],
        ];
        Assert.Equal(expected, bytes);
    }

    [Fact]
    public void Large_files_have_no_tags_and_261_small_leaves_need_12_and_a_half_kilobytes()
    {
        Assert.Equal(48 + 14 + (2 * 32), Some.Manifest(("", Some.Pattern(1_048_577))).ToBytes().Length);
        Manifest small = Some.Manifest(("", Some.Pattern(1_048_576)));
        Assert.Equal(261, small.LeafCount);
        Assert.InRange(small.ToBytes().Length, 12_000, 12_800);
    }

    [Fact]
    public void A_manifest_is_read_back_as_it_was_written()
    {
        Manifest written = Folder();
        Assert.True(Manifest.TryRead(written.ToBytes(), out Manifest? read, out string rule), rule);

        Assert.Equal(written.Root, read.Root);
        Assert.Equal(written.ToBytes(), read.ToBytes());
        Assert.Equal(written.Entries, read.Entries);
        Assert.Equal(["a.txt", "a/b.txt", "a/c/d", "a0", "empty", "z/large"], read.Entries.Select(e => e.Path).Order(StringComparer.Ordinal));
        ManifestEntry entry = read.Find("a/c/d")!;
        Assert.Equal(Some.FileCid(Some.Noise(9000, 3)), entry.Cid);
        Assert.Equal(SHA256.HashData(Some.Noise(9000, 3).AsSpan(8064)), read.LeafDigest(entry.FirstLeaf + 2).ToArray());
        Assert.Equal(936, entry.LeafLength(2));
        Assert.Equal(16, read.LeafTag(entry.FirstLeaf).Length);
        Assert.Equal(0, read.LeafTag(read.Find("z/large")!.FirstLeaf).Length);
        Assert.Null(read.Find("a"));
    }

    [Fact]
    public void Nodes_are_every_inner_node_and_the_root_comes_last()
    {
        Manifest manifest = Folder();
        DagNode[] nodes = [.. manifest.Nodes()];

        Assert.All(nodes, n => Assert.Equal(Cid.DagPb(SHA256.HashData(n.Bytes)), n.Cid));
        Assert.Equal(manifest.Root, nodes[^1].Cid);
        Assert.Equal(2 + 4, nodes.Length); // two files of several leaves; the folders a/c, a, z and the root
    }

    [Fact]
    public void A_folder_node_is_the_one_computed_by_hand()
    {
        byte[] raw = [1, 0x55, 0x12, 32, .. SHA256.HashData("x"u8)];
        byte[] link = [0x0A, 36, .. raw, 0x12, 1, (byte)'f', 0x18, 1];
        byte[] inner = [0x12, (byte)link.Length, .. link, 0x0A, 2, 8, 1];
        byte[] innerCid = [1, 0x70, 0x12, 32, .. SHA256.HashData(inner)];
        byte[] first = [0x0A, 36, .. raw, 0x12, 2, (byte)'d', (byte)'.', 0x18, 1];
        byte[] second = [0x0A, 36, .. innerCid, 0x12, 2, (byte)'d', (byte)'a', 0x18, (byte)(inner.Length + 1)];
        byte[] root = [0x12, (byte)first.Length, .. first, 0x12, (byte)second.Length, .. second, 0x0A, 2, 8, 1];

        Manifest manifest = Some.Manifest(("d.", "x"u8.ToArray()), ("da/f", "x"u8.ToArray()));

        Assert.Equal(Cid.DagPb(SHA256.HashData(root)), manifest.Root);
    }

    [Fact]
    public void Mutated_manifests_never_throw_and_never_pass_as_something_else()
    {
        Manifest original = Some.Manifest(("a.txt", Some.Noise(5000, 1)), ("b/c", Some.Noise(30, 2)), ("b/d", []));
        byte[] bytes = original.ToBytes();
        byte[] noise = Some.Noise(8 * 20_000, 2);
        int accepted = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] mutated = Mutate(bytes, noise.AsSpan(i * 8, 8));
            if (Manifest.TryRead(mutated, out Manifest? read, out string rule))
            {
                accepted++;
                Assert.Equal(mutated, read.ToBytes());
                Assert.Equal(original.Root, read.Root);
                Assert.Equal(original.Entries, read.Entries);
            }
            else
            {
                Assert.NotEmpty(rule);
            }
        }

        // Tags are not under the root, so some survive; nothing else does.
        Assert.InRange(accepted, 1, 10_000);
    }

    [Theory]
    [InlineData("b", "a")]
    [InlineData("a", "a")]
    [InlineData("a.b", "a/b")]
    [InlineData("a", "a/b")]
    [InlineData("a", ".git/config")]
    [InlineData("a", "b//c")]
    [InlineData("a", "../b")]
    [InlineData("a", "/b")]
    [InlineData("a", "b/")]
    [InlineData("a", "b\u0001")]
    public void Paths_that_break_a_rule_or_the_order_are_refused(string first, string second) =>
        Assert.Throws<ContentRefusedException>(() => Some.Manifest((first, [1]), (second, [2])));

    [Fact]
    public void A_size_that_would_need_unbounded_leaves_is_refused()
    {
        byte[] bytes = Some.Manifest(("", [1])).ToBytes();
        BitConverter.TryWriteBytes(bytes.AsSpan(50), long.MaxValue);
        BitConverter.TryWriteBytes(bytes.AsSpan(58), Chunking.LargeChunk);

        Assert.False(Manifest.TryRead(bytes, out _, out _));
    }

    private static Manifest Folder() => Some.Manifest(
        ("a/b.txt", [1]), ("a/c/d", Some.Noise(9000, 3)), ("a.txt", [2]), ("a0", [3]), ("empty", []), ("z/large", Some.Pattern(1_100_000)));

    private static byte[] Mutate(byte[] bytes, ReadOnlySpan<byte> noise)
    {
        int at = ((noise[0] << 8) | noise[1]) % bytes.Length;
        int other = ((noise[2] << 8) | noise[3]) % bytes.Length;
        switch (noise[4] % 4)
        {
            case 0:
                byte[] flipped = [.. bytes];
                flipped[at] ^= (byte)(1 << (noise[5] & 7));
                return flipped;
            case 1:
                return bytes[..at];
            case 2:
                return [.. bytes, .. bytes[..(noise[5] + 1)]];
            default:
                byte[] copied = [.. bytes];
                copied[at] = (byte)(bytes[other] + 1 + (noise[5] % 255));
                copied[other] ^= 0x80;
                return copied;
        }
    }
}
