using Decent.World.Traced;

namespace Decent.Edge.Tests.Updating;

/// <summary>A traced card, and what happened to it after it was flashed.</summary>
/// <param name="disk">Its files.</param>
public sealed class UpdateDisk(Disk disk)
{
    private const int Sector = 512;
    private readonly List<(int Written, int Durable)> _choices = [];

    public Disk Disk => disk;

    /// <summary>Lines after which something was written, named or synced.</summary>
    public SortedSet<int> Points { get; } = [];

    /// <summary>Changes of the choice: the line that wrote it, and the one that made it durable.</summary>
    public IReadOnlyList<(int Written, int Durable)> Choices => _choices;

    public void Take(SystemCall call, string card)
    {
        bool isWrite = call.Name is "write" or "pwrite64";
        if (disk.Points.Contains(call.Ended) || (isWrite && call.Path?.StartsWith(card, StringComparison.Ordinal) == true))
        {
            Points.Add(call.Ended);
        }

        if (call.Path != Path.Combine(card, "boot", "config.txt"))
        {
            return;
        }

        Assert.NotEqual("ftruncate", call.Name);
        if (isWrite)
        {
            Assert.InRange(call.Result, 1, Sector);
            Assert.EndsWith(" 0", call.Arguments);
            _choices.Add((call.Began, int.MaxValue));
        }
        else if (call.Name is "fsync")
        {
            _choices[^1] = _choices[^1] with { Durable = call.Ended };
        }
    }

    /// <summary>Numbers of the choices that a cut after that line may leave.</summary>
    public (int From, int To) Allowed(int cut) => (_choices.Count(choice => choice.Durable <= cut), _choices.Count(choice => choice.Written <= cut));
}
