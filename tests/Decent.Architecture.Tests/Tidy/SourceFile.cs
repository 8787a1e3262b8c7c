namespace Decent.Architecture.Tests.Tidy;

/// <summary>A text file of the repository as the tidy rules see it.</summary>
/// <param name="Path">Relative to the repository, with forward slashes.</param>
/// <param name="Text">The whole text.</param>
internal sealed record SourceFile(string Path, string Text)
{
    private const int LookedAtForBinary = 8000;

    private static readonly string[] ProductRooms = ["shared/", "edge/", "instance/", "firmware/"];

    private const string BoardRoom = "firmware/Decent.Firmware/Board/";

    private static readonly string[] DeviceRooms =
        ["shared/Decent.Protocol/", "shared/Decent.Peer/", "firmware/Decent.Firmware/", "firmware/Decent.Firmware.Virtual/", "firmware/Decent.Firmware.Tests/"];

    public static IReadOnlyList<SourceFile> All { get; } = [.. Repository.Files
        .Select(file => new SourceFile(file, Repository.Read(file)))
        .Where(file => !file.Text.AsSpan(0, Math.Min(LookedAtForBinary, file.Text.Length)).Contains('\0'))];

    public bool IsCode => Path.EndsWith(".cs", StringComparison.Ordinal);

    public bool IsTest => Path.StartsWith("tests/", StringComparison.Ordinal);

    /// <summary>Names in there are upstream's, not ours.</summary>
    public bool IsSurface => Path.StartsWith("firmware/NanoSurface/", StringComparison.Ordinal);

    /// <summary>Runs on the device, and not on a board alone.</summary>
    public bool IsOnEveryDevice => IsCode && !Path.StartsWith(BoardRoom, StringComparison.Ordinal)
        && DeviceRooms.Any(room => Path.StartsWith(room, StringComparison.Ordinal));

    /// <summary>Runs on a board.</summary>
    public bool IsOnBoard => IsCode && (Path.StartsWith(BoardRoom, StringComparison.Ordinal) || IsOnEveryDevice);

    public bool IsProduct => ProductRooms.Any(room => Path.StartsWith(room, StringComparison.Ordinal));

    public string[] Lines => Text.Split('\n');

    /// <summary>The text with comments, strings and characters blanked; lines stay where they are.</summary>
    public string Code => CodeText.Blank(Text);

    /// <summary>The line number of a position, from 1.</summary>
    public int LineAt(int position) => Text.AsSpan(0, position).Count('\n') + 1;

    public string At(int position, string what) => $"{Path}:{LineAt(position)}: {what}";
}
