using System;
using Decent.Firmware.Device;
using Decent.Firmware.Tests.Cases;
using nanoFramework.TestFramework;

namespace Decent.Firmware.Tests
{
    /// <summary>Runs <see cref="TagCases"/> on the device. Some builds of the virtual device have no native HMAC.</summary>
    [TestClass]
    public class TagTests
    {
        [TestMethod]
        public void The_empty_block_has_the_tag_of_the_document()
        {
            if (!HasHmac()) Assert.SkipTest("this build of the device has no native HMAC");
            Assert.AreEqual("", TagCases.The_empty_block_has_the_tag_of_the_document(new NativeHmac()), "");
        }

        private static bool HasHmac()
        {
            try
            {
                new NativeHmac().Compute(new byte[1], new byte[1], 0, 1);
                return true;
            }
            catch (Exception)
            {
                // What is not linked in throws when it is called.
                return false;
            }
        }
    }
}
