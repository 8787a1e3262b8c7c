using System.Text;

namespace Decent.Edge.Updating;

/// <summary>What starts a card, and the first two lines of its file: the state, and the line by which it finds a slot.</summary>
/// <param name="File">Below the boot partition.</param>
/// <param name="Before">What stands before the slot's letter on the second line.</param>
/// <param name="After">What stands behind it.</param>
public sealed record BootLoader(string File, string Before, string After)
{
    /// <summary>Most bytes of its file that are looked at.</summary>
    public const int FileBytesMax = 64 * 1024;

    /// <summary>A Raspberry Pi's firmware. https://www.raspberrypi.com/documentation/computers/config_txt.html, os_prefix.</summary>
    public static BootLoader RaspberryPi { get; } = new("config.txt", "os_prefix=", "/");

    /// <summary>systemd-boot, on the twin for amd64: loader.conf(5), default.</summary>
    public static BootLoader SystemdBoot { get; } = new("loader/loader.conf", "default ", ".conf");

    /// <summary>The two lines: ASCII, always as long, and less than a sector of 512 bytes.</summary>
    public byte[] Format(SlotChoice choice) => Encoding.ASCII.GetBytes($"{choice.Line}\n{Before}{choice.Chosen.Letter()}{After}\n");

    /// <summary>Never throws.</summary>
    /// <param name="file">The whole file; what stands behind the two lines is its owner's.</param>
    /// <param name="rule">What is wrong with it, and what to do.</param>
    public SlotChoice? Parse(ReadOnlySpan<byte> file, out string rule)
    {
        string example = Encoding.ASCII.GetString(Format(new SlotChoice { Chosen = Slot.A }));
        rule = $"{File} on the boot partition does not begin with the choice of a slot. Write these two lines at its top, ended as Unix ends them:\n{example}";
        if (file.Length > FileBytesMax || file.Length < example.Length)
        {
            return null;
        }

        string[] lines = Encoding.Latin1.GetString(file).Split('\n');
        if (lines[1].Length != Before.Length + 1 + After.Length || !lines[1].StartsWith(Before, StringComparison.Ordinal)
            || !lines[1].EndsWith(After, StringComparison.Ordinal) || SlotLetter.Of(lines[1][Before.Length]) is not { } chosen
            || SlotChoice.Parse(lines[0], chosen) is not { } choice)
        {
            return null;
        }

        if (lines.Skip(2).Any(line => line.TrimStart().StartsWith(Before.TrimEnd(), StringComparison.OrdinalIgnoreCase)))
        {
            rule = $"{File} on the boot partition says {Before.TrimEnd(' ', '=')} more than once, and the choice of a slot is only its second line: "
                + "remove the others.";
            return null;
        }

        rule = "";
        return choice;
    }
}
