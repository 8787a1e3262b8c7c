using Decent.Content.Disk;
using Decent.Edge.Updating;

namespace Decent.Edge.Tests.Updating;

/// <summary>A card of folders and files, its mounts, its edge, and images for it.</summary>
/// <param name="folder">What a power cut would leave: boot partition and roots.</param>
/// <param name="scratch">For images and what is mounted.</param>
internal sealed class SomeCard(string folder, string scratch) : ICardMounts, IEdgeVoice, IProgress<UpdateStep>
{
    public const int PartitionBytes = 393_216;

    public string Boot => Path.Combine(folder, "boot");

    public bool IsBootOpen { get; private set; }

    public int Restarts { get; private set; }

    public bool HasPowerBoard { get; set; }

    /// <summary>What the edge answers, from first to last; the last one again for ever.</summary>
    public Queue<EdgeWord?> Words { get; } = new([new EdgeWord(1, IsOnMains: true)]);

    public List<UpdateStep> Steps { get; } = [];

    /// <summary>Called on each step.</summary>
    public Action<UpdateStep>? OnStep { get; set; }

    public ChoiceFile Choice => new(Boot);

    public string RootFile(Slot slot) => Path.Combine(folder, $"root-{slot.Letter()}");

    public Card Card(Slot running) => new(Boot, running, Root(Slot.A), Root(Slot.B));

    public CardUpdate Update(Slot running) => new(Card(running), this, this, this);

    /// <summary>As it is flashed: both slots with one release, durable.</summary>
    public void Flash(int number, string loader = "config.txt", string arch = SomeRelease.Arch)
    {
        SomeRelease release = new(number);
        BootLoader form = loader == BootLoader.RaspberryPi.File ? BootLoader.RaspberryPi : BootLoader.SystemdBoot;
        Put(Path.Combine(Boot, loader), [.. form.Format(new SlotChoice { Chosen = Slot.A }), .. "# its owner's\n"u8]);
        foreach (Slot slot in (Slot[])[Slot.A, Slot.B])
        {
            Put(RootFile(slot), release.Partition(PartitionBytes, arch));
            File.SetLastWriteTimeUtc(RootFile(slot), DateTime.UnixEpoch);
            foreach ((string name, byte[] bytes) in release.FilesOf(slot.Letter()))
            {
                Put(Path.Combine(Boot, name), bytes);
            }
        }
    }

    /// <summary>An image, and what a mount of its root shows.</summary>
    public string Image(int number, string arch = SomeRelease.Arch)
    {
        SomeRelease release = new(number);
        foreach ((string name, byte[] bytes) in release.Files())
        {
            string file = Path.Combine(Mounted(release.Version), BootFiles.Place, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, bytes);
        }

        string image = Path.Combine(scratch, $"{number}.img");
        File.WriteAllBytes(image, release.Image(PartitionBytes, arch));
        return image;
    }

    /// <summary>Why a slot would not start as that release, root and boot files; null when it would.</summary>
    public string? Fault(Slot slot, int number)
    {
        SomeRelease release = new(number);
        byte[] root = release.Root();
        if (!File.ReadAllBytes(RootFile(slot)).AsSpan(0, root.Length).SequenceEqual(root))
        {
            return $"the root {slot.Letter()} is not that of release {number}";
        }

        IReadOnlyDictionary<string, byte[]> files = release.FilesOf(slot.Letter());
        string? wrong = files.Keys.FirstOrDefault(name =>
            !File.Exists(Path.Combine(Boot, name)) || !File.ReadAllBytes(Path.Combine(Boot, name)).AsSpan().SequenceEqual(files[name]));
        return wrong is not null ? $"{wrong} is not that of release {number}" : Root(slot).Trailer(out string rule) is null ? rule : null;
    }

    /// <summary>Where the root of a release is mounted.</summary>
    public string Mounted(string version) => Path.Combine(scratch, "mounted", version);

    public IDisposable OpenBoot(string boot)
    {
        Assert.False(IsBootOpen);
        IsBootOpen = true;
        return new Undo(() => IsBootOpen = false);
    }

    public IDisposable OpenRoot(RootPartition root, out string mounted)
    {
        mounted = Mounted(root.Trailer(out string rule)?.Version ?? throw new IOException($"mounted without a trailer: {rule}"));
        return new Undo(() => { });
    }

    public void Restart() => Restarts++;

    public Task<EdgeWord?> AskAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return Task.FromResult(Words.Count > 1 ? Words.Dequeue() : Words.Peek());
    }

    public void Report(UpdateStep value)
    {
        Steps.Add(value);
        OnStep?.Invoke(value);
    }

    private RootPartition Root(Slot slot) => new(RootFile(slot), PartitionBytes);

    private static void Put(string file, byte[] bytes)
    {
        DurableFile.EnsureFolder(Path.GetDirectoryName(file)!);
        DurableFile.Write(file, bytes);
    }

    private sealed class Undo(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
