using Decent.Firmware.Tests.Cases;
using nanoFramework.TestFramework;

namespace Decent.Firmware.Tests
{
    /// <summary>Runs <see cref="LedCases"/> on the device.</summary>
    [TestClass]
    public class LedTests
    {
        [TestMethod]
        public void Serving_is_one_flash() => Assert.AreEqual("", LedCases.Serving_is_one_flash(), "");

        [TestMethod]
        public void Without_a_broker_there_are_two_flashes() => Assert.AreEqual("", LedCases.Without_a_broker_there_are_two_flashes(), "");

        [TestMethod]
        public void Without_a_configuration_there_are_three_flashes() => Assert.AreEqual("", LedCases.Without_a_configuration_there_are_three_flashes(), "");

        [TestMethod]
        public void Joining_blinks_evenly_once_a_second() => Assert.AreEqual("", LedCases.Joining_blinks_evenly_once_a_second(), "");

        [TestMethod]
        public void A_fault_is_a_steady_light() => Assert.AreEqual("", LedCases.A_fault_is_a_steady_light(), "");

        [TestMethod]
        public void Identify_blinks_fast_for_ten_seconds_over_anything_else() =>
            Assert.AreEqual("", LedCases.Identify_blinks_fast_for_ten_seconds_over_anything_else(), "");
    }
}
