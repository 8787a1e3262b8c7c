using System.Security.Cryptography;
using Decent.Content;
using Decent.Instance.Index;
using Decent.Instance.Keys;
using Microsoft.Extensions.Logging.Abstractions;

namespace Decent.Instance.Tests.Keys;

public sealed class InstanceKeysTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_key_is_made_once_and_signs_heads_that_its_public_part_verifies()
    {
        var head = Some.Version("home/a").Head;
        string id;
        using (var ledger = Ledger.Open(_folder.FullPath))
        using (var keys = Open(ledger))
        {
            id = keys.Current.Id;
            Assert.True(keys.Current.HasSigned(keys.Sign(head)));
            Assert.Null(Assert.Single(keys.Links).Signature);
        }
        using var again = Ledger.Open(_folder.FullPath);
        using var same = Open(again);
        Assert.Equal(id, same.Current.Id);
        Assert.True(same.Links[0].Key.HasSigned(same.Sign(head)));
    }

    [Fact]
    public void Whoever_pinned_the_first_key_follows_every_rotation()
    {
        using var ledger = Ledger.Open(_folder.FullPath);
        using var keys = Open(ledger);
        var pinned = HeadKeyChain.Of(keys.Current);
        for (var i = 0; i < 3; i++)
            keys.Rotate();
        using var reopened = Open(ledger);
        var chain = pinned.With(reopened.Links, out var news);
        Assert.Equal(HeadKeyNews.Learned, news);
        Assert.Equal(4, chain.Links.Count);
        Assert.True(chain.Newest.HasSigned(reopened.Sign(Some.Version("home/a").Head)));
    }

    [Fact]
    public void A_cut_between_the_steps_of_a_rotation_leaves_the_new_key_and_the_next_start_ends_the_old_one()
    {
        using var ledger = Ledger.Open(_folder.FullPath);
        using (var keys = Open(ledger))
            keys.RotateHalf();
        Assert.Equal(2, Privates(ledger).Count);
        using var after = Open(ledger);
        Assert.Equal(2, after.Links.Count);
        Assert.True(after.Links[1].Follows(after.Links[0].Key));
        Assert.True(after.Links[1].Key.HasSigned(after.Sign(Some.Version("home/a").Head)));
        Assert.Single(Privates(ledger));
    }

    [Fact]
    public void The_old_private_part_is_in_no_file_of_the_ledger_once_the_rotation_is_done()
    {
        byte[] secret;
        using (var ledger = Ledger.Open(_folder.FullPath))
        using (var keys = Open(ledger))
        {
            secret = Secret(Privates(ledger)[0]);
            Assert.True(Holds(secret));
            keys.Rotate();
            Assert.False(Holds(secret));
            Assert.True(Holds(Secret(Privates(ledger)[0])));
        }
        Assert.False(Holds(secret));
    }

    [Fact]
    public void Only_the_daemons_user_may_read_the_ledger()
    {
        if (OperatingSystem.IsWindows())
            return;
        File.WriteAllBytes(_folder.At("ledger.db"), []);
        File.SetUnixFileMode(_folder.At("ledger.db"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        using var ledger = Ledger.Open(_folder.FullPath);
        using var keys = Open(ledger);
        foreach (var file in Directory.GetFiles(_folder.FullPath, "ledger.db*"))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(3, Directory.GetFiles(_folder.FullPath, "ledger.db*").Length);
    }

    [Fact]
    public void A_ledger_without_its_private_part_is_said_to_be_damaged()
    {
        using var ledger = Ledger.Open(_folder.FullPath);
        Open(ledger).Dispose();
        ledger.File.Run("UPDATE instance_key SET private = x'00'");
        Assert.Contains("backup", Assert.Throws<InvalidOperationException>(() => Open(ledger)).Message);
    }

    [Fact]
    public void A_head_that_is_told_often_is_signed_once_until_it_or_the_key_changes()
    {
        using var ledger = Ledger.Open(_folder.FullPath);
        using var keys = Open(ledger);
        var signer = new HeadSigner(keys);
        var first = signer.Sign(Some.Version("home/a", 1).Head);
        Assert.Same(first, signer.Sign(Some.Version("home/a", 1).Head));
        var second = signer.Sign(Some.Version("home/a", 2).Head);
        Assert.True(keys.Current.HasSigned(second) && second.Count == 2);
        keys.Rotate();
        Assert.True(keys.Current.HasSigned(signer.Sign(Some.Version("home/a", 2).Head)));
        for (var i = 0; i < 9000; i++)
            signer.Sign(Some.Version($"home/{i}").Head);
        Assert.True(keys.Current.HasSigned(signer.Sign(Some.Version("home/0").Head)));
    }

    private static InstanceKeys Open(Ledger ledger) => new(ledger, new SettableTime(), NullLogger<InstanceKeys>.Instance);

    private static List<byte[]> Privates(Ledger ledger) =>
        ledger.File.Read("SELECT private FROM instance_key WHERE private IS NOT NULL", r => (byte[])r[0]);

    /// <summary>The 32 bytes that are the secret itself.</summary>
    private static byte[] Secret(byte[] pkcs8)
    {
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(pkcs8, out _);
        return key.ExportParameters(includePrivateParameters: true).D!;
    }

    private bool Holds(byte[] secret) => Directory.GetFiles(_folder.FullPath).Any(f =>
    {
        using var file = new FileStream(f, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes.AsSpan().IndexOf(secret) >= 0;
    });
}
