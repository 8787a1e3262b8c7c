using Decent.Firmware.Signals;

namespace Decent.Firmware.Tests.Cases
{
    /// <summary>Who notices that a board stands still, or lost its network.</summary>
    public static class WatchCases
    {
        public static string A_pulse_that_beats_is_never_stalled()
        {
            Pulse pulse = new Pulse();
            StallWatch watch = new StallWatch(pulse, 0);
            for (long ms = 0; ms < 600_000; ms += 50_000)
            {
                pulse.Beat();
                if (watch.Stalled(ms)) return "stalled at " + ms.ToString();
            }

            return Outcome.Holds;
        }

        public static string A_pulse_that_stands_still_for_a_minute_is_stalled()
        {
            Pulse pulse = new Pulse();
            StallWatch watch = new StallWatch(pulse, 1_000);
            pulse.Beat();
            if (watch.Stalled(2_000) || watch.Stalled(61_999)) return "too early";
            return Outcome.Of(watch.Stalled(62_000), "not noticed");
        }

        public static string A_lost_network_is_joined_again_and_at_last_the_board_starts_again()
        {
            LanWatch watch = new LanWatch(7);
            if (watch.Look(0, 7) != LanAction.None || watch.Look(1_000, 0) != LanAction.None) return "at once";
            if (watch.Look(30_999, 0) != LanAction.None || watch.Look(31_000, 0) != LanAction.Rejoin) return "first attempt";
            if (watch.Look(31_001, 0) != LanAction.None || watch.Look(91_000, 0) != LanAction.Rejoin) return "second attempt";
            return Outcome.Of(watch.Look(1_801_000, 0) == LanAction.Restart, "no restart");
        }

        public static string A_network_that_came_back_is_forgiven_but_another_address_is_not()
        {
            LanWatch watch = new LanWatch(7);
            if (watch.Look(0, 0) != LanAction.None || watch.Look(29_000, 7) != LanAction.None) return "not forgiven";
            if (watch.Look(1_800_000, 0) != LanAction.None) return "counted from the first loss";
            return Outcome.Of(watch.Look(1_801_000, 8) == LanAction.Restart, "no restart");
        }
    }
}
