using Decent.Firmware.Tests.Cases;
using nanoFramework.TestFramework;

namespace Decent.Firmware.Tests
{
    /// <summary>Runs <see cref="CrcCases"/> on the device.</summary>
    [TestClass]
    public class CrcTests
    {
        [TestMethod]
        public void The_check_value_of_the_standard_is_met() => Assert.AreEqual("", CrcCases.The_check_value_of_the_standard_is_met(), "");

        [TestMethod]
        public void Parts_one_after_the_other_give_the_whole() => Assert.AreEqual("", CrcCases.Parts_one_after_the_other_give_the_whole(), "");
    }
}
