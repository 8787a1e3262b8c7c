using System.Globalization;
using System.Text.RegularExpressions;
using Decent.Hosting.Cli;

namespace Decent.Edge.Updating;

/// <summary>The card that this machine was started from.</summary>
/// <param name="Boot">Folder of the boot partition, mounted.</param>
/// <param name="Running">The slot whose root is in use.</param>
/// <param name="RootA">The root a.</param>
/// <param name="RootB">The root b.</param>
public sealed partial record Card(string Boot, Slot Running, RootPartition RootA, RootPartition RootB)
{
    private const int Sector = 512;

    /// <summary>The choice of a slot.</summary>
    public ChoiceFile Choice => new(Boot);

    /// <summary>The root of a slot.</summary>
    public RootPartition Root(Slot slot) => slot == Slot.A ? RootA : RootB;

    /// <summary>Finds it by what is mounted at /, as the initramfs did it.</summary>
    /// <exception cref="CliException">The machine was not started from a card of ours.</exception>
    public static Card Find() => Of(File.ReadAllText("/proc/self/mounts"), BytesOf) ?? throw new CliException(
        "This machine was not started from a card as images/sd makes them: there is no slot to write. A package is updated with apt.");

    /// <summary>The card of a list of mounts, as in <c>/proc/self/mounts</c>; null when / is none of its roots.</summary>
    /// <param name="bytesOf">Length of a device.</param>
    internal static Card? Of(string mounts, Func<string, long> bytesOf)
    {
        if (Root().Match(mounts) is not { Success: true } root)
        {
            return null;
        }

        string disk = root.Groups["disk"].Value;
        return new Card("/boot", root.Groups["number"].Value == "2" ? Slot.A : Slot.B, Part(2), Part(3));

        RootPartition Part(int number) => new($"{disk}{number}", bytesOf($"{disk}{number}"));
    }

    private static long BytesOf(string device) => Sector * long.Parse(
        File.ReadAllText($"/sys/class/block/{Path.GetFileName(device)}/size").Trim(), NumberStyles.None, CultureInfo.InvariantCulture);

    // /dev/mmcblk0p2, /dev/nvme0n1p2, /dev/sda2, /dev/vda2.
    [GeneratedRegex(@"^(?<disk>/dev/[a-z]+(?:[0-9][a-z0-9]*p)?)(?<number>[23]) / squashfs ", RegexOptions.Multiline)]
    private static partial Regex Root();
}
