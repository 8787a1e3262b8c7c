using System.Text;
using Decent.Content;
using Decent.Edge.Fetching;

namespace Decent.Edge.Tests.Heads;

public sealed class HeadTrustTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestKey[] _keys = [.. Enumerable.Range(0, 3).Select(_ => new TestKey())];

    private string File => _folder["instance-keys.json"];

    public void Dispose()
    {
        Array.ForEach(_keys, key => key.Dispose());
        _folder.Dispose();
    }

    [Fact]
    public void Only_what_the_pinned_key_signed_is_believed()
    {
        HeadTrust trust = new(_keys[0].Public, File);
        Head head = Some.Head("home/a", 1);

        Assert.Equal(HeadVerdict.Believed, trust.Judge(_keys[0].Sign(head)));
        Assert.Equal(HeadVerdict.Unsigned, trust.Judge(head));
        Assert.Equal(HeadVerdict.UnknownKey, trust.Judge(_keys[1].Sign(head)));
        Assert.Equal(HeadVerdict.BadSignature, trust.Judge(_keys[0].Sign(head) with { Count = 2 }));
    }

    [Fact]
    public void Without_a_pinned_key_every_head_is_believed_and_nothing_is_learned()
    {
        HeadTrust trust = new(null, File);
        Assert.Equal(HeadVerdict.Believed, trust.Judge(Some.Head("home/a", 1)));
        Assert.Equal(HeadKeyNews.Nothing, trust.Learn(List(0, 1)));
        Assert.Null(trust.Links);
    }

    [Fact]
    public void A_rotation_is_learned_once_and_believed_after_a_restart_without_anybody()
    {
        HeadTrust trust = new(_keys[0].Public, File);
        Assert.Equal(HeadKeyNews.Learned, trust.Learn(List(0, 2)));
        Assert.Equal(HeadKeyNews.Nothing, trust.Learn(List(0, 2)));

        HeadTrust again = new(_keys[0].Public, File);
        Assert.Equal(3, again.Links!.Count);
        Assert.All(_keys, key => Assert.Equal(HeadVerdict.Believed, again.Judge(key.Sign(Some.Head("home/a", 1)))));
    }

    [Fact]
    public void What_was_learned_of_another_instance_or_written_by_somebody_else_is_not_believed()
    {
        System.IO.File.WriteAllBytes(File, List(0, 2));
        HeadTrust later = new(_keys[1].Public, File);
        Assert.Equal(HeadVerdict.UnknownKey, later.Judge(_keys[0].Sign(Some.Head("home/a", 1))));
        Assert.Equal(HeadVerdict.Believed, later.Judge(_keys[2].Sign(Some.Head("home/a", 1))));
        using TestKey stranger = new();
        Assert.Single(new HeadTrust(stranger.Public, File).Links!);
        System.IO.File.WriteAllText(File, "{");
        Assert.Single(new HeadTrust(_keys[0].Public, File).Links!);
    }

    private byte[] List(int first, int last)
    {
        HeadKeyLink[] links =
        [
            new(_keys[first].Public, DateTimeOffset.UnixEpoch, null), .. Enumerable.Range(first, last - first).Select(i => _keys[i].Appoint(_keys[i + 1])),
        ];
        return Encoding.UTF8.GetBytes(HeadKeyList.ToJson(links));
    }
}
