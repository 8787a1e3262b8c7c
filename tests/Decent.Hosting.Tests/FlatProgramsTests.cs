using System.Globalization;

namespace Decent.Hosting.Tests;

[Collection(nameof(Alone))]
public sealed class FlatProgramsTests
{
    [Fact]
    public void What_was_mapped_at_the_look_before_is_let_go_and_comes_back_as_it_was()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems do not tell what is mapped");
        FlatPrograms programs = new();
        programs.LetGo();
        long before = ResidentKilobytes();
        programs.LetGo();
        long after = ResidentKilobytes();
        Assert.True(before > 1000 && after < before / 2, $"{before} KB of assemblies as they lie in their files were resident, and {after} KB are");
        AssertMapped();
    }

    /// <summary>Each of these mappings has what lies in its file.</summary>
    private static unsafe void AssertMapped()
    {
        string[] lines = [.. File.ReadLines("/proc/self/maps")
            .Where(line => line.Contains(" r--s 00000000 ", StringComparison.Ordinal) && line.EndsWith(".dll", StringComparison.Ordinal))];
        Assert.NotEmpty(lines);
        foreach (string line in lines)
        {
            nint[] ends = [.. line.Split(' ')[0].Split('-').Select(end => nint.Parse(end, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
            byte[] file = File.ReadAllBytes(line[line.IndexOf('/', StringComparison.Ordinal)..]);
            int count = (int)Math.Min(file.Length, ends[1] - ends[0]);
            Assert.True(new ReadOnlySpan<byte>((void*)ends[0], count).SequenceEqual(file.AsSpan(0, count)), line);
        }
    }

    /// <summary>Of all read-only shared mappings of assemblies, by the kernel's own count.</summary>
    private static long ResidentKilobytes()
    {
        long sum = 0;
        bool isFlat = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            isFlat = words[0].EndsWith(':') ? isFlat : words[1] == "r--s" && line.EndsWith(".dll", StringComparison.Ordinal);
            sum += isFlat && words[0] == "Rss:" ? long.Parse(words[1], CultureInfo.InvariantCulture) : 0;
        }

        return sum;
    }
}
