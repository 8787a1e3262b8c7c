using System.Text;
using Decent.Instance.Git;
using Decent.Instance.Index;

namespace Decent.Instance.Tests.Git;

/// <summary>Many branches moved together by our own packed-refs, looked at through stock git.</summary>
public sealed class BranchBatchTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private GitRepository _repository = null!;
    private byte[][] _commits = [];

    private string PackedRefsFile => Path.Combine(_repository.Folder, "packed-refs");

    public async ValueTask InitializeAsync()
    {
        await Some.GitAsync("init", "-q", "--bare", _folder.At("r.git"));
        _repository = new GitRepository(_folder.At("r.git"), Some.Git());
        var pack = await _repository.ImportManyAsync(async (import, ct) =>
        {
            for (var i = 0; i < 4; i++)
            {
                var blob = await import.BlobAsync(Encoding.ASCII.GetBytes($"content {i}"), ct);
                await import.CommitAsync(new GitSignature("test-instance", new SettableTime().Now), $"commit {i}\n", parent: null, keepTree: false, ct);
                await import.FileAsync("file", blob, ct);
            }
        }, bytes: 0, Some.Ct);
        _commits = [.. pack.Commits];
        Assert.True(File.Exists(pack.Path));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Commits_of_one_import_are_named_in_order_and_have_no_parents_but_their_own()
    {
        for (var i = 0; i < 4; i++)
            Assert.Equal($"commit {i}||content {i}", (await GitAsync("log", "--format=%s|%P|", Hex(i))).Trim() + await GitAsync("show", $"{Hex(i)}:file"));
        Assert.Equal("", await GitAsync("for-each-ref"));
    }

    [Fact]
    public async Task Branches_move_together_between_those_that_stay()
    {
        await GitAsync("update-ref", "refs/heads/r/b", Hex(0));
        await GitAsync("update-ref", "refs/heads/topic", Hex(0));
        await GitAsync("tag", "-a", "-m", "words", "v1", Hex(0));
        await GitAsync("pack-refs", "--all");
        await GitAsync("update-ref", "refs/heads/r/d", Hex(1));
        await MoveAsync(("r/a", 1, null), ("r/b", 2, 0), ("r/d", 3, 1), ("r/grüße%2Fx", 1, null));
        Assert.Equal(
            [("r/a", Hex(1)), ("r/b", Hex(2)), ("r/d", Hex(3)), ("r/grüße%2Fx", Hex(1)), ("topic", Hex(0))], await BranchesAsync());
        Assert.Equal($"{Hex(0)}\n", await GitAsync("rev-parse", "v1^{commit}"));
        Assert.Contains($"\n^{Hex(0)}\n", await File.ReadAllTextAsync(PackedRefsFile, Some.Ct));
        Assert.Equal(
            (await BranchesAsync()).Where(b => b.Name.StartsWith("r/", StringComparison.Ordinal)),
            _repository.ReadBranches("r/").Select(t => (Encoding.UTF8.GetString(t.Branch), Convert.ToHexStringLower(t.Commit))));
        await GitAsync("fsck", "--strict");
        await GitAsync("update-ref", "refs/heads/r/a", Hex(2), Hex(1));
        Assert.Equal(Hex(2), await _repository.TipAsync("r/a", Some.Ct));
    }

    [Fact]
    public async Task A_line_that_git_writes_itself_is_the_line_that_is_written_here()
    {
        await MoveAsync(("r/a", 1, null), ("r/b", 2, null));
        var ours = await File.ReadAllBytesAsync(PackedRefsFile, Some.Ct);
        await GitAsync("update-ref", "refs/heads/r/a", Hex(3));
        await GitAsync("update-ref", "refs/heads/r/a", Hex(1));
        await GitAsync("pack-refs", "--all", "--prune");
        Assert.Equal(ours, await File.ReadAllBytesAsync(PackedRefsFile, Some.Ct));
    }

    [Theory]
    [InlineData("r/b", null)]
    [InlineData("r/b", 1)]
    [InlineData("r/c", 0)]
    public async Task A_branch_that_is_not_where_it_must_be_moves_none(string branch, int? old)
    {
        await MoveAsync(("r/b", 0, null));
        var before = await File.ReadAllBytesAsync(PackedRefsFile, Some.Ct);
        await Assert.ThrowsAsync<GitException>(() => MoveAsync(("r/a", 1, null), (branch, 2, old)));
        await UntouchedAsync(before);
    }

    [Theory]
    [InlineData("r")]
    [InlineData("r/b/c")]
    [InlineData("r/b/c/d")]
    public async Task A_branch_in_the_way_of_another_moves_none(string foreign)
    {
        await GitAsync("update-ref", $"refs/heads/{foreign}", Hex(0));
        await GitAsync("pack-refs", "--all");
        var before = await File.ReadAllBytesAsync(PackedRefsFile, Some.Ct);
        var refusal = await Assert.ThrowsAsync<GitException>(() => MoveAsync(("r/a", 1, null), ("r/b", 2, null)));
        Assert.Contains($"The branch {foreign} is in the way", refusal.Message);
        await UntouchedAsync(before);
    }

    [Fact]
    public async Task Another_programs_lock_is_waited_for_and_never_broken()
    {
        var time = new StepTime();
        var repository = new GitRepository(_repository.Folder, Some.Git(time: time));
        var held = _folder.Write("r.git/packed-refs.lock", []);
        var moving = repository.MoveBranchesAsync([new("r/a"u8.ToArray(), _commits[1], null)], () => { }, Some.Ct);
        await time.AskedAsync();
        Assert.Null(await _repository.TipAsync("r/a", Some.Ct));
        File.Delete(held);
        time.Go();
        await moving;
        Assert.Equal(Hex(1), await _repository.TipAsync("r/a", Some.Ct));

        _folder.Write("r.git/packed-refs.lock", []);
        var refused = repository.MoveBranchesAsync([new("r/b"u8.ToArray(), _commits[1], null)], () => { }, Some.Ct);
        await time.AskedAsync();
        time.Now += TimeSpan.FromSeconds(11);
        time.Go();
        await Assert.ThrowsAsync<GitException>(() => refused);
        Assert.True(File.Exists(held));
    }

    [Fact]
    public async Task Refs_without_order_are_put_in_order_first()
    {
        await File.WriteAllTextAsync(PackedRefsFile, $"{Hex(0)} refs/heads/r/z\n{Hex(1)} refs/heads/r/a\n", Some.Ct);
        await MoveAsync(("r/a", 2, 1), ("r/m", 3, null));
        Assert.Equal([("r/a", Hex(2)), ("r/m", Hex(3)), ("r/z", Hex(0))], await BranchesAsync());
    }

    [Fact]
    public async Task A_pack_that_is_taken_back_leaves_nothing_and_can_be_written_again()
    {
        var before = Directory.GetFiles(Path.Combine(_repository.Folder, "objects/pack"));
        for (var round = 0; round < 2; round++)
        {
            var pack = await _repository.ImportManyAsync(async (import, ct) =>
            {
                await import.CommitAsync(new GitSignature("test-instance", new SettableTime().Now), "more\n", Hex(0), keepTree: true, ct);
                await import.FileAsync("other", Some.Bytes(3000), ct);
            }, bytes: 0, Some.Ct);
            Assert.Equal("commit\n", await GitAsync("cat-file", "-t", Convert.ToHexStringLower(Assert.Single(pack.Commits))));
            pack.Drop();
            Assert.Equal(before, Directory.GetFiles(Path.Combine(_repository.Folder, "objects/pack")));
        }
        await GitAsync("fsck", "--full", "--strict");
    }

    [Fact]
    public void Ten_thousand_refs_are_read_as_they_were_written()
    {
        var names = Enumerable.Range(0, 10_000).Select(i => $"r/{i:d5}{new string('x', i % 90)}").Order(StringComparer.Ordinal).ToList();
        using (var file = File.Create(PackedRefsFile))
        {
            file.Write(PackedRefs.Header);
            foreach (var name in names)
                file.Write(Encoding.ASCII.GetBytes($"{Hex(1)} refs/heads/{name}\n"));
        }
        Assert.Equal(names, _repository.ReadBranches("r/").Select(t => Encoding.UTF8.GetString(t.Branch)));
    }

    private Task MoveAsync(params (string Branch, int Commit, int? Old)[] moves) => _repository.MoveBranchesAsync(
        [.. moves.Select(m => new BranchMove(Encoding.UTF8.GetBytes(m.Branch), _commits[m.Commit], m.Old is { } old ? _commits[old] : null))],
        () => { }, Some.Ct);

    private async Task UntouchedAsync(byte[] before)
    {
        Assert.Equal(before, await File.ReadAllBytesAsync(PackedRefsFile, Some.Ct));
        Assert.False(File.Exists(PackedRefsFile + ".lock"));
    }

    private async Task<List<(string Name, string Commit)>> BranchesAsync()
    {
        var text = await GitAsync("for-each-ref", "--format=%(refname:lstrip=2) %(objectname)", "refs/heads/");
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ')).Select(l => (l[0], l[1]))];
    }

    private string Hex(int commit) => Convert.ToHexStringLower(_commits[commit]);

    private Task<string> GitAsync(params string[] arguments) => Some.GitAsync(
        [$"--git-dir={_repository.Folder}", "-c", "user.name=x", "-c", "user.email=x@x", .. arguments]);
}
