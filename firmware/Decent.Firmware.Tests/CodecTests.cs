using Decent.Firmware.Tests.Cases;
using nanoFramework.TestFramework;

namespace Decent.Firmware.Tests
{
    /// <summary>Runs <see cref="CodecCases"/> on the device.</summary>
    [TestClass]
    public class CodecTests
    {
        [TestMethod]
        public void Numbers_stand_lowest_byte_first() => Assert.AreEqual("", CodecCases.Numbers_stand_lowest_byte_first(), "");

        [TestMethod]
        public void What_is_written_is_read_at_the_ends_of_each_range() =>
            Assert.AreEqual("", CodecCases.What_is_written_is_read_at_the_ends_of_each_range(), "");

        [TestMethod]
        public void Reading_past_the_end_gives_zero_and_is_remembered() =>
            Assert.AreEqual("", CodecCases.Reading_past_the_end_gives_zero_and_is_remembered(), "");

        [TestMethod]
        public void Writing_past_the_end_writes_nothing_and_is_remembered() =>
            Assert.AreEqual("", CodecCases.Writing_past_the_end_writes_nothing_and_is_remembered(), "");

        [TestMethod]
        public void Hexadecimal_text_is_read_back_in_either_case() => Assert.AreEqual("", CodecCases.Hexadecimal_text_is_read_back_in_either_case(), "");
    }
}
