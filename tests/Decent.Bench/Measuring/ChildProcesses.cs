using System.Globalization;

namespace Decent.Bench.Measuring;

/// <summary>What a process has started.</summary>
public static class ChildProcesses
{
    /// <summary>Ids of the living children with this name, whichever of the process's threads started them.</summary>
    public static IEnumerable<int> Named(int process, string name) =>
        Directory.GetDirectories($"/proc/{process}/task").SelectMany(Of).Where(child => Text($"/proc/{child}/comm").TrimEnd('\n') == name);

    private static IEnumerable<int> Of(string thread) => Text(Path.Combine(thread, "children"))
        .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture));

    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return ""; // Gone since it was listed.
        }
    }
}
