using Decent.World.Littlefs;

namespace Decent.Firmware.Tests.Littlefs;

/// <summary>Where the power fails: in the last program of the n-th commit from now on, or in the n-th program or erase; 0 for never.</summary>
internal readonly record struct DriveCut(bool AtCommit, int Number, NorCut Mode)
{
    public static DriveCut Never => default;

    public bool IsNever => Number == 0;

    public void Plan(LittlefsDrive drive)
    {
        drive.Chip.Cut = Mode;
        drive.CutAtCommit = AtCommit && !IsNever ? drive.Commits + Number : 0;
        drive.Chip.CutAtOperation = !AtCommit && !IsNever ? drive.Chip.Operations + Number : 0;
    }

    public override string ToString() => $"{(AtCommit ? "true" : "false")}, {Number}, NorCut.{Mode}";
}
