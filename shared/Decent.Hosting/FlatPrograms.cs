using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Decent.Hosting;

/// <summary>
/// The runtime maps an assembly twice: as it lies in its file, to read the headers, and laid out, to run it. The first stays, and its pages count as this
/// process's and are the last that a short kernel takes, though hardly anything reads them again. They are let go here; whoever does read one has it back
/// from the page cache. Linux; elsewhere nothing. Not thread-safe.
/// </summary>
internal sealed partial class FlatPrograms
{
    private const string Maps = "/proc/self/maps";
    private const string Shared = " r--s ";
    private const string Assembly = ".dll";
    private const int DontNeed = 4;

    private HashSet<(nuint Start, nuint Bytes)> _seen = [];

    /// <summary>
    /// Lets go of the pages of mappings that were there at the call before. One that is new may be undone while this looks, and its place be another's by
    /// then; the runtime keeps those of the assemblies that it has loaded.
    /// </summary>
    public void LetGo()
    {
        HashSet<(nuint Start, nuint Bytes)> now = Find();
        foreach ((nuint start, nuint bytes) in now)
        {
            if (_seen.Contains((start, bytes)))
            {
                _ = Advise(start, bytes, DontNeed);
            }
        }

        _seen = now;
    }

    private static HashSet<(nuint Start, nuint Bytes)> Find()
    {
        try
        {
            return OperatingSystem.IsLinux() ? [.. File.ReadLines(Maps, Encoding.UTF8).Where(IsFlat).Select(Place)] : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return []; // No /proc here: they stay.
        }
    }

    /// <summary>A mapping that nobody can write, and that writes to nobody: its pages are the file's.</summary>
    private static bool IsFlat(string line) => line.Contains(Shared, StringComparison.Ordinal) && line.EndsWith(Assembly, StringComparison.Ordinal);

    /// <summary>"7f00-7f10 r--s ..." in hexadecimal digits.</summary>
    private static (nuint Start, nuint Bytes) Place(string line)
    {
        int dash = line.IndexOf('-', StringComparison.Ordinal), blank = line.IndexOf(' ', StringComparison.Ordinal);
        nuint start = nuint.Parse(line.AsSpan(0, dash), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return (start, nuint.Parse(line.AsSpan(dash + 1, blank - dash - 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture) - start);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nuint address, nuint bytes, int advice);
}
