using System.Diagnostics;
using System.Net.Sockets;

namespace Decent.Content.Tests;

public sealed class ImportTests : IDisposable
{
    private readonly Fixture _fixture = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4032)]
    [InlineData(4033)]
    [InlineData(1_048_576)]
    [InlineData(1_048_577)]
    [InlineData(3_000_000)]
    public async Task An_imported_file_is_whole_and_has_the_cid_of_its_bytes(int length)
    {
        byte[] bytes = Some.Noise(length, 1);
        using ContentStore store = _fixture.Open();
        Manifest manifest = await _fixture.Import(store, "file", bytes);

        Assert.Equal(Some.FileCid(bytes), manifest.Root);
        Assert.False(manifest.IsFolder);
        Assert.True(store.HasWhole(manifest));
        Assert.Equal(bytes, Fixture.Read(store, manifest.Root));
        Assert.True(store.TryGetManifest(manifest.Root, out Manifest? kept));
        Assert.Equal(manifest.ToBytes(), kept.ToBytes());
    }

    [Fact]
    public async Task A_folder_is_imported_in_the_order_of_utf8_bytes()
    {
        (string, byte[])[] files = [("A", [1]), ("a/1", [2]), ("a.b", [3]), ("z/y/x", Some.Noise(9000, 2)), ("ä", [4]), ("\uFB00", [5]), ("\U0001F600", [6])];
        foreach ((string path, byte[] bytes) in files)
        {
            _fixture.Folder.Put("source/" + path, bytes);
        }

        using ContentStore store = _fixture.Open();
        Manifest manifest = await store.ImportAsync(_fixture.Folder["source"] + "/", null, Cancel);

        Assert.Equal(files.Select(f => f.Item1), manifest.Entries.Select(e => e.Path));
        Assert.Equal(Some.Manifest(files).Root, manifest.Root);
        foreach (DagNode node in manifest.Nodes())
        {
            Assert.True(store.TryGetNode(node.Cid, out byte[]? bytes));
            Assert.Equal(node.Bytes, bytes);
        }

        Assert.False(store.TryGetNode(Cid.DagPb(new byte[32]), out _));
    }

    [Fact]
    public async Task Two_versions_share_the_files_that_they_have_in_common()
    {
        using ContentStore store = _fixture.Open();
        _fixture.Folder.Put("one/same", Some.Noise(5000, 1));
        _fixture.Folder.Put("one/other", [1]);
        _fixture.Folder.Put("two/renamed", Some.Noise(5000, 1));
        await store.ImportAsync(_fixture.Folder["one"], null, Cancel);
        await store.ImportAsync(_fixture.Folder["two"], null, Cancel);

        Assert.Equal(new StoreUsage(2, 5001, 3, 2, 0), store.Usage);
    }

    [Fact]
    public async Task Small_files_that_become_durable_together_are_all_kept_and_equal_ones_once()
    {
        using ContentStore store = _fixture.Open();
        for (int i = 0; i < 150; i++)
        {
            _fixture.Folder.Put($"source/{i:D3}", Some.Noise(5000, i / 2));
        }

        Manifest manifest = await store.ImportAsync(_fixture.Folder["source"], null, Cancel);

        Assert.Equal(75, store.Usage.Objects);
        Assert.Equal(75 * 5000, store.Usage.Bytes);
        Assert.All(manifest.Entries, entry => Assert.Equal(Some.Noise(5000, int.Parse(entry.Path) / 2), Fixture.Read(store, entry.Cid)));
        Assert.Empty(Directory.GetFiles(Path.Combine(_fixture.StorePath, "partial")));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public async Task An_import_given_up_gives_its_bytes_back_and_leaves_no_file(int after)
    {
        using ContentStore store = _fixture.Open(bytesMax: 150 * 5000);
        for (int i = 0; i < 150; i++)
        {
            _fixture.Folder.Put($"source/{i:D3}", Some.Noise(5000, i));
        }

        using CancellationTokenSource stop = new();
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => store.ImportAsync(_fixture.Folder["source"], new Countdown(after, stop.Cancel), stop.Token));

        Assert.Equal(default, store.Usage);
        Assert.Empty(Directory.GetFiles(Path.Combine(_fixture.StorePath, "partial")));
        Assert.True(store.HasWhole(await store.ImportAsync(_fixture.Folder["source"], null, Cancel)));
    }

    [Fact]
    public async Task Progress_ends_at_the_size_of_the_content()
    {
        using ContentStore store = _fixture.Open();
        Reported reported = new();
        await store.ImportAsync(_fixture.Folder.Put("large", Some.Pattern(2_500_000)), reported, Cancel);

        Assert.Equal([1_048_576, 2_097_152, 2_500_000], reported.Values);
    }

    [Theory]
    [InlineData(".git")]
    [InlineData(".GiT")]
    [InlineData(".git.")]
    [InlineData(".git . .")]
    [InlineData("git~1")]
    [InlineData("GIT~1 ")]
    [InlineData(".git::$INDEX_ALLOCATION")]
    [InlineData(".git:x")]
    [InlineData(".g\u200Cit")]
    [InlineData("\uFEFF.git")]
    [InlineData("a\\.git\\b")]
    [InlineData("new\nline")]
    public async Task A_name_that_git_or_a_terminal_would_take_otherwise_is_refused(string name)
    {
        _fixture.Folder.Put("source/sub/" + name, [1]);
        await Refused("source", "name");
    }

    [Theory]
    [InlineData(".gitignore")]
    [InlineData("git~2")]
    [InlineData(".gitx")]
    [InlineData("x.git")]
    [InlineData("git")]
    public async Task Names_that_only_resemble_it_are_taken(string name)
    {
        using ContentStore store = _fixture.Open();
        _fixture.Folder.Put("source/" + name, [1]);

        Assert.Equal(name, Assert.Single((await store.ImportAsync(_fixture.Folder["source"], null, Cancel)).Entries).Path);
    }

    [Fact]
    public async Task Symbolic_links_are_refused_wherever_they_point()
    {
        _fixture.Folder.Put("source/a", [1]);
        File.CreateSymbolicLink(_fixture.Folder["source/link"], "a");
        await Refused("source", "symbolic links");
        await Refused("source/link", "symbolic links");
        File.Delete(_fixture.Folder["source/link"]);
        Directory.CreateSymbolicLink(_fixture.Folder["source/folder"], "/nowhere");
        await Refused("source", "symbolic links");
    }

    [Fact]
    public async Task Pipes_and_sockets_are_refused_without_waiting_for_them()
    {
        _fixture.Folder.Put("source/a", [1]);
        using (Process pipe = Process.Start("mkfifo", [_fixture.Folder["source/pipe"]]))
        {
            await pipe.WaitForExitAsync(Cancel);
        }

        await Refused("source", "only files and folders");
        await Refused("source/pipe", "only files and folders");
        File.Delete(_fixture.Folder["source/pipe"]);
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_fixture.Folder["source/socket"]));
        await Refused("source", "only files and folders");
    }

    [Fact]
    public async Task A_name_that_is_not_utf8_is_refused()
    {
        Directory.CreateDirectory(_fixture.Folder["source"]);
        await Shell($"touch \"$(printf '{_fixture.Folder["source"]}/\\377')\"");
        await Refused("source", "UTF-8");
        await Shell($"rm -r '{_fixture.Folder["source"]}'"); // .NET cannot name the file to delete it
    }

    [Fact]
    public async Task An_empty_folder_is_refused_at_any_depth()
    {
        Directory.CreateDirectory(_fixture.Folder["source/empty"]);
        await Refused("source/empty", "empty");
        _fixture.Folder.Put("source/a", [1]);
        await Refused("source", "empty");
    }

    [Fact]
    public async Task A_folder_whose_node_exceeds_256_KiB_is_refused_and_leaves_nothing_behind()
    {
        for (int i = 0; i < 900; i++)
        {
            _fixture.Folder.Put($"source/wide/{i:D4}{new string('n', 246)}", [1]);
        }

        await Refused("source", "256 KiB");
        using ContentStore store = _fixture.Open();
        Assert.Equal(default, store.Usage);
    }

    [Fact]
    public async Task Content_above_the_budget_is_refused_before_anything_is_written()
    {
        using ContentStore store = _fixture.Open(bytesMax: 9_999);
        ContentRefusedException refused = await Assert.ThrowsAsync<ContentRefusedException>(() => _fixture.Import(store, "large", new byte[10_000]));

        Assert.Contains("budget", refused.Rule, StringComparison.Ordinal);
        Assert.Equal(default, store.Usage);
    }

    [Fact]
    public async Task Nothing_at_the_path_is_said_as_such()
    {
        using ContentStore store = _fixture.Open();
        await Assert.ThrowsAsync<FileNotFoundException>(() => store.ImportAsync(_fixture.Folder["absent"], null, Cancel));
    }

    private static async Task Shell(string command)
    {
        using Process shell = Process.Start("sh", ["-c", command]);
        await shell.WaitForExitAsync(Cancel);
        Assert.Equal(0, shell.ExitCode);
    }

    private async Task Refused(string name, string word)
    {
        using ContentStore store = _fixture.Open();
        ContentRefusedException refused = await Assert.ThrowsAsync<ContentRefusedException>(
            () => store.ImportAsync(_fixture.Folder[name], null, Cancel).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Cancel));

        Assert.Contains(word, refused.Rule, StringComparison.Ordinal);
        Assert.Equal(0, store.Usage.Objects);
    }

    private sealed class Countdown(int reports, Action end) : IProgress<long>
    {
        private int _left = reports;

        public void Report(long value)
        {
            if (--_left == 0)
            {
                end();
            }
        }
    }

    private sealed class Reported : IProgress<long>
    {
        public List<long> Values { get; } = [];

        public void Report(long value) => Values.Add(value);
    }
}
