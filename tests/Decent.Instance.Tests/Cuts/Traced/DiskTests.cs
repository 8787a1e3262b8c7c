using System.Text;
using Decent.World.Traced;

namespace Decent.Instance.Tests.Cuts.Traced;

public sealed class DiskTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<string> _trace = [];
    private int _built;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bytes_are_left_once_their_file_is_synced_and_a_name_once_its_folder_is()
    {
        Create("a");
        var written = Line("7 write(3<PATH>, TEXT, 5) = 5", "/d/a", "hello");
        var synced = Line("7 fsync(3<PATH>) = 0", "/d/a");
        var named = Line("7 fsync(4<PATH>) = 0", "/d");
        Assert.Null(Left(written, "a"));
        Assert.Null(Left(synced, "a"));
        Assert.Equal("hello", Left(named, "a"));
    }

    [Fact]
    public void A_synced_folder_says_nothing_of_the_bytes_in_its_files()
    {
        Create("a");
        Line("7 write(3<PATH>, TEXT, 5) = 5", "/d/a", "hello");
        Assert.Equal("", Left(Line("7 fsync(4<PATH>) = 0", "/d"), "a"));
    }

    [Fact]
    public void A_move_over_another_file_is_left_whole_or_not_at_all()
    {
        Create("a");
        Line("7 write(3<PATH>, TEXT, 3) = 3", "/d/a", "old");
        Line("7 fsync(3<PATH>) = 0", "/d/a");
        Line("7 fsync(4<PATH>) = 0", "/d");
        Create("b");
        Line("7 write(3<PATH>, TEXT, 3) = 3", "/d/b", "new");
        Line("7 fdatasync(3<PATH>) = 0", "/d/b");
        var moved = Line("7 rename(FROM, TEXT) = 0", "/d/b", "/d/a");
        Assert.Equal("old", Left(moved, "a"));
        Assert.Equal("new", Left(Line("7 fsync(4<PATH>) = 0", "/d"), "a"));
        Assert.Null(Left(_trace.Count, "b"));
    }

    [Fact]
    public void A_sync_covers_what_had_ended_before_it_began_and_holds_once_it_has_ended()
    {
        Create("a");
        Line("7 fsync(4<PATH>) = 0", "/d");
        Line("7 write(3<PATH>, TEXT, 1) = 1", "/d/a", "1");
        Line("7 fsync(3<PATH> <unfinished ...>", "/d/a");
        Line("8 write(3<PATH>, TEXT, 1) = 1", "/d/a", "2");
        Assert.Equal("", Left(_trace.Count, "a"));
        Assert.Equal("1", Left(Line("7 <... fsync resumed>) = 0", ""), "a"));
    }

    [Fact]
    public void Writes_follow_the_place_that_reads_and_seeks_leave()
    {
        Create("a");
        Line("7 write(3<PATH>, TEXT, 4) = 4", "/d/a", "abcd");
        Line("7 lseek(3<PATH>, 0, SEEK_SET) = 0", "/d/a");
        Line("7 read(3<PATH>, TEXT, 1) = 1", "/d/a", "a");
        Line("7 write(3<PATH>, TEXT, 1) = 1", "/d/a", "B");
        Line("7 pwrite64(3<PATH>, TEXT, 2, 5) = 2", "/d/a", "fg");
        Line("7 ftruncate(3<PATH>, 6) = 0", "/d/a");
        Line("7 fsync(3<PATH>) = 0", "/d/a");
        Assert.Equal("aBcd\0f", Left(Line("7 fsync(4<PATH>) = 0", "/d"), "a"));
    }

    [Fact]
    public void What_is_not_synced_may_be_left_in_part_and_always_in_order_of_names()
    {
        for (var i = 0; i < 8; i++)
            Create($"{i}");
        var counts = Enumerable.Range(0, 200).Select(seed => Names(new Mercy((ulong)seed))).ToList();
        Assert.All(counts, names => Assert.Equal(Enumerable.Range(0, names.Count).Select(i => $"{i}"), names));
        Assert.Equal(Enumerable.Range(0, 9), counts.Select(names => names.Count).Distinct().Order());
    }

    [Fact]
    public void A_shared_map_that_is_written_through_is_refused()
    {
        Create("a");
        Line("7 mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, 3<PATH>, 0) = 0", "/d/a");
        Assert.Throws<NotSupportedException>(() => Left(_trace.Count, "a"));
    }

    private void Create(string name) => Line("7 openat(AT_FDCWD<FROM>, TEXT, O_RDWR|O_CREAT, 0666) = 3", "/", $"/d/{name}");

    /// <summary>Adds a line; its number.</summary>
    private int Line(string line, string path, string text = "")
    {
        _trace.Add(line.Replace("FROM>", $"{Hex(path)}>").Replace("FROM", $"\"{Hex(path)}\"").Replace("PATH", Hex(path)).Replace("TEXT", $"\"{Hex(text)}\""));
        return _trace.Count;
    }

    private static string Hex(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(b => $"\\x{b:x2}"));

    /// <summary>What a cut leaves of a file when nothing unsynced is left; null for no such name.</summary>
    private string? Left(int cut, string name)
    {
        var path = Path.Combine(Build(cut, Mercy.None()), name);
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    private List<string> Names(Mercy mercy) => [.. Directory.EnumerateFiles(Build(_trace.Count, mercy)).Select(f => Path.GetFileName(f)).Order()];

    private string Build(int cut, Mercy mercy)
    {
        var disk = new Disk("/d");
        foreach (var call in SystemCall.Read(_folder.Write("trace", Encoding.ASCII.GetBytes(string.Join('\n', _trace) + "\n"))))
            disk.Take(call);
        var target = _folder.At($"left{_built++}");
        new PowerCut(cut, mercy).Build(disk, target);
        return target;
    }
}
