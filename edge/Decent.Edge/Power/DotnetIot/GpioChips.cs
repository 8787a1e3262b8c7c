using System.Device.Gpio;
using System.Device.Gpio.Drivers;

namespace Decent.Edge.Power.DotnetIot;

/// <summary>Finds GPIO chips by label through libgpiod, of either version: Debian 12 has the first, Debian 13 the second.</summary>
internal static class GpioChips
{
    private static readonly (Func<IList<GpioChipInfo>> List, Func<GpioChipInfo, GpioDriver> Open)[] Libraries =
    [
        (LibGpiodV2Driver.GetAvailableChips, chip => new LibGpiodV2Driver(chip)),
        (LibGpiodDriver.GetAvailableChips, chip => new LibGpiodDriver(chip)),
    ];

    /// <summary>A driver of the first chip with one of the labels, and that label.</summary>
    /// <exception cref="IOException">There is none; the message says what there is and what to do.</exception>
    public static (GpioDriver Driver, string Label) Open(IReadOnlyList<string> labels)
    {
        List<string> seen = [], problems = [];
        foreach ((Func<IList<GpioChipInfo>> list, Func<GpioChipInfo, GpioDriver> open) in Libraries)
        {
            try
            {
                IList<GpioChipInfo> chips = list();
                if (chips.FirstOrDefault(chip => labels.Contains(chip.Label, StringComparer.Ordinal)) is { } found)
                {
                    return (open(found), found.Label);
                }

                seen.AddRange(chips.Select(chip => chip.Label));
            }
            catch (DllNotFoundException)
            {
                problems.Add("a version of it is not installed");
            }
            catch (Exception error)
            {
                // Devices that this user may not open, and what else its versions differ in: the other one may do.
                problems.Add(error.Message);
            }
        }

        string why = problems.Count > 0 ? $" ({string.Join("; ", problems)})" : "";
        string there = seen.Count > 0 ? $"there are: {string.Join(", ", seen.Distinct())}"
            : $"libgpiod shows none{why}. Install libgpiod3 or libgpiod2, and run as a user of the group gpio";
        throw new IOException($"There is no GPIO chip labelled {string.Join(" or ", labels)}; {there}.");
    }
}
