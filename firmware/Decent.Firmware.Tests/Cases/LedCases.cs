using Decent.Firmware.Signals;

namespace Decent.Firmware.Tests.Cases
{
    /// <summary>What the LED says, counted over a round of three seconds.</summary>
    public static class LedCases
    {
        private const int StepMs = 50;
        private const int RoundMs = 3_000;

        public static string Serving_is_one_flash() => Flashes(LedState.Serving, 1);

        public static string Without_a_broker_there_are_two_flashes() => Flashes(LedState.NoBroker, 2);

        public static string Without_a_configuration_there_are_three_flashes() => Flashes(LedState.NoConfiguration, 3);

        public static string Joining_blinks_evenly_once_a_second() => Flashes(LedState.Joining, 3);

        public static string A_fault_is_a_steady_light()
        {
            LedPattern led = new LedPattern();
            led.Show(LedState.Fault);
            for (int ms = 0; ms < RoundMs; ms += StepMs)
            {
                if (!led.On(ms)) return "dark at " + ms.ToString();
            }

            return Outcome.Holds;
        }

        public static string Identify_blinks_fast_for_ten_seconds_over_anything_else()
        {
            LedPattern led = new LedPattern();
            led.Show(LedState.Fault);
            led.Identify();
            int changes = Changes(led, 30_000, LedPattern.IdentifyMs);
            // 5 a second, lit and dark; the first look finds it lit.
            if (changes != 99) return "changes " + changes.ToString();
            return Outcome.Of(Changes(led, 40_000, RoundMs) == 0, "goes on");
        }

        private static string Flashes(LedState state, int expected)
        {
            LedPattern led = new LedPattern();
            led.Show(state);
            int changes = Changes(led, 600_000, RoundMs);
            // A round begins lit and ends dark.
            return Outcome.Of(changes == expected * 2 - 1, "changes " + changes.ToString());
        }

        private static int Changes(LedPattern led, long fromMs, int forMs)
        {
            bool lit = led.On(fromMs);
            int changes = 0;
            for (long ms = fromMs; ms < fromMs + forMs; ms += StepMs)
            {
                if (led.On(ms) != lit) changes++;
                lit = led.On(ms);
            }

            return changes;
        }
    }
}
