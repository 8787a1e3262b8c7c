using Decent.Edge.Tests.Images;
using Decent.Edge.Updating;

namespace Decent.Edge.Tests.Updating;

public sealed class CardTests
{
    [Theory]
    [InlineData("/dev/mmcblk0p2", "/dev/mmcblk0p", Slot.A)]
    [InlineData("/dev/mmcblk0p3", "/dev/mmcblk0p", Slot.B)]
    [InlineData("/dev/nvme0n1p3", "/dev/nvme0n1p", Slot.B)]
    [InlineData("/dev/sda2", "/dev/sda", Slot.A)]
    [InlineData("/dev/vda3", "/dev/vda", Slot.B)]
    public void A_card_is_known_by_the_root_that_is_mounted(string device, string disk, Slot running)
    {
        Card? card = Card.Of(
            $"proc /proc proc rw 0 0\n{device} / squashfs ro,relatime,errors=continue 0 0\n{disk}4 /data ext4 rw 0 0\n", device => device.Length);
        Assert.Equal(
            new Card("/boot", running, new RootPartition($"{disk}2", device.Length), new RootPartition($"{disk}3", device.Length)), card);
    }

    [Theory]
    [InlineData("/dev/vda2 / ext4 rw 0 0\n")]
    [InlineData("/dev/vda5 / squashfs ro 0 0\n")]
    [InlineData("overlay / overlay rw 0 0\n/dev/vda2 /snap squashfs ro 0 0\n")]
    [InlineData("")]
    public void Another_machine_is_no_card(string mounts) => Assert.Null(Card.Of(mounts, _ => 0));

    [Fact]
    public void The_image_begins_with_a_choice_that_updates_can_change()
    {
        foreach ((BootLoader loader, string arch) in ((BootLoader, string)[])[(BootLoader.RaspberryPi, "arm64"), (BootLoader.SystemdBoot, "amd64")])
        {
            byte[] file = File.ReadAllBytes(Path.Combine(SdImages.Recipe, "boot", arch, loader.File));
            Assert.Equal(new SlotChoice { Chosen = Slot.A }, loader.Parse(file, out string rule));
            Assert.Equal("", rule);
        }
    }
}
