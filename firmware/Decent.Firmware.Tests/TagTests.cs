using Decent.Firmware.Device;
using Decent.Firmware.Tests.Cases;
using nanoFramework.TestFramework;

namespace Decent.Firmware.Tests
{
    /// <summary>Runs <see cref="TagCases"/> on the device.</summary>
    [TestClass]
    public class TagTests
    {
        [TestMethod]
        public void The_empty_block_has_the_tag_of_the_document() =>
            Assert.AreEqual("", TagCases.The_empty_block_has_the_tag_of_the_document(new NativeHmac()), "");
    }
}
