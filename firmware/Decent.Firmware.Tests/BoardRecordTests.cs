using Decent.Firmware.Tests.Cases;
using nanoFramework.TestFramework;

namespace Decent.Firmware.Tests
{
    /// <summary>Runs <see cref="BoardRecordCases"/> on the device.</summary>
    [TestClass]
    public class BoardRecordTests
    {
        [TestMethod]
        public void What_is_written_is_read() => Assert.AreEqual("", BoardRecordCases.What_is_written_is_read(), "");

        [TestMethod]
        public void Each_flipped_byte_is_noticed() => Assert.AreEqual("", BoardRecordCases.Each_flipped_byte_is_noticed(), "");

        [TestMethod]
        public void A_record_with_an_address_is_for_one_board() =>
            Assert.AreEqual("", BoardRecordCases.A_record_with_an_address_is_for_one_board(), "");

        [TestMethod]
        public void Nothing_is_told_from_something_else() => Assert.AreEqual("", BoardRecordCases.Nothing_is_told_from_something_else(), "");
    }
}
