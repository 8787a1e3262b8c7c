using Decent.Firmware.Tests.Cases;
using nanoFramework.TestFramework;

namespace Decent.Firmware.Tests
{
    /// <summary>Runs <see cref="WatchCases"/> on the device.</summary>
    [TestClass]
    public class WatchTests
    {
        [TestMethod]
        public void A_pulse_that_beats_is_never_stalled() => Assert.AreEqual("", WatchCases.A_pulse_that_beats_is_never_stalled(), "");

        [TestMethod]
        public void A_pulse_that_stands_still_for_a_minute_is_stalled() =>
            Assert.AreEqual("", WatchCases.A_pulse_that_stands_still_for_a_minute_is_stalled(), "");

        [TestMethod]
        public void A_lost_network_is_joined_again_and_at_last_the_board_starts_again() =>
            Assert.AreEqual("", WatchCases.A_lost_network_is_joined_again_and_at_last_the_board_starts_again(), "");

        [TestMethod]
        public void A_network_that_came_back_is_forgiven_but_another_address_is_not() =>
            Assert.AreEqual("", WatchCases.A_network_that_came_back_is_forgiven_but_another_address_is_not(), "");
    }
}
