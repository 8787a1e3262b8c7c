namespace Decent.Architecture.Tests;

/// <summary>Small sources are listed by hand, because the device's build lists them: the lists and the folders agree.</summary>
public sealed class ProjitemsTests
{
    public static TheoryData<string> Lists => [.. Projitems.All.Select(list => list.Path)];

    [Fact]
    public void Protocol_and_Peer_have_their_lists()
    {
        var paths = Projitems.All.Select(list => list.Path).ToList();

        Assert.Contains("shared/Decent.Protocol/Decent.Protocol.projitems", paths);
        Assert.Contains("shared/Decent.Peer/Decent.Peer.projitems", paths);
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void A_list_names_exactly_the_sources_of_its_folder(string path)
    {
        var list = Projitems.All.Single(candidate => candidate.Path == path);
        var listed = list.ListedFiles.Order(StringComparer.Ordinal).ToList();

        Assert.Equal(list.FilesOnDisk.Order(StringComparer.Ordinal), listed);
    }
}
