using System.Diagnostics;
using System.Globalization;
using Decent.Edge.Power;
using Decent.Edge.Power.Gpio;

namespace Decent.Edge.Tests.Power;

public sealed class GpioTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sizes_and_offsets_are_those_of_the_kernels_own_header()
    {
        Assert.SkipUnless(File.Exists("/usr/include/linux/gpio.h") && File.Exists("/usr/bin/gcc"), "gcc or linux/gpio.h is not here");
        (string Expression, ulong Ours)[] facts =
        [
            ("GPIO_GET_CHIPINFO_IOCTL", GpioAbi.GetChipInfo), ("GPIO_V2_GET_LINE_IOCTL", GpioAbi.GetLine),
            ("GPIO_V2_LINE_GET_VALUES_IOCTL", GpioAbi.GetValues), ("GPIO_V2_LINE_SET_VALUES_IOCTL", GpioAbi.SetValues),
            ("sizeof(struct gpiochip_info)", GpioAbi.ChipInfoBytes), ("offsetof(struct gpiochip_info, label)", GpioAbi.ChipLabelAt),
            ("GPIO_MAX_NAME_SIZE", GpioAbi.NameBytes), ("sizeof(struct gpio_v2_line_request)", GpioAbi.RequestBytes),
            ("offsetof(struct gpio_v2_line_request, consumer)", GpioAbi.ConsumerAt),
            ("offsetof(struct gpio_v2_line_request, config.flags)", GpioAbi.FlagsAt),
            ("offsetof(struct gpio_v2_line_request, config.num_attrs)", GpioAbi.AttributesCountAt),
            ("offsetof(struct gpio_v2_line_request, config.attrs)", GpioAbi.AttributesAt),
            ("sizeof(struct gpio_v2_line_config_attribute)", GpioAbi.AttributeBytes),
            ("offsetof(struct gpio_v2_line_config_attribute, attr.values)", GpioAbi.AttributeValueAt),
            ("offsetof(struct gpio_v2_line_config_attribute, attr.debounce_period_us)", GpioAbi.AttributeValueAt),
            ("offsetof(struct gpio_v2_line_config_attribute, mask)", GpioAbi.AttributeMaskAt),
            ("offsetof(struct gpio_v2_line_request, num_lines)", GpioAbi.LinesCountAt),
            ("offsetof(struct gpio_v2_line_request, fd)", GpioAbi.HandleAt),
            ("sizeof(struct gpio_v2_line_values)", GpioAbi.ValuesBytes), ("offsetof(struct gpio_v2_line_values, mask)", GpioAbi.ValuesMaskAt),
            ("sizeof(struct gpio_v2_line_event)", GpioAbi.EventBytes), ("offsetof(struct gpio_v2_line_event, id)", GpioAbi.EventIdAt),
            ("GPIO_V2_LINE_FLAG_ACTIVE_LOW", GpioAbi.ActiveLow), ("GPIO_V2_LINE_FLAG_INPUT", GpioAbi.Input),
            ("GPIO_V2_LINE_FLAG_OUTPUT", GpioAbi.Output), ("GPIO_V2_LINE_FLAG_EDGE_RISING", GpioAbi.RisingEdge),
            ("GPIO_V2_LINE_FLAG_EDGE_FALLING", GpioAbi.FallingEdge), ("GPIO_V2_LINE_FLAG_BIAS_PULL_UP", GpioAbi.PullUp),
            ("GPIO_V2_LINE_FLAG_BIAS_PULL_DOWN", GpioAbi.PullDown), ("GPIO_V2_LINE_FLAG_BIAS_DISABLED", GpioAbi.BiasDisabled),
            ("GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES", GpioAbi.OutputValues), ("GPIO_V2_LINE_ATTR_ID_DEBOUNCE", GpioAbi.Debounce),
            ("GPIO_V2_LINE_EVENT_RISING_EDGE", GpioAbi.Rising),
        ];
        string lines = string.Concat(facts.Select(fact => $"printf(\"%llu\\n\", (unsigned long long)({fact.Expression}));\n"));
        string source = $"#include <stddef.h>\n#include <stdio.h>\n#include <linux/gpio.h>\nint main(void) {{\n{lines}return 0; }}\n";
        await File.WriteAllTextAsync(_folder["abi.c"], source, TestContext.Current.CancellationToken);
        await RunAsync("gcc", "-o", _folder["abi"], _folder["abi.c"]);
        string[] theirs = (await RunAsync(_folder["abi"])).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            facts.Select(fact => $"{fact.Expression} = {fact.Ours}"),
            facts.Zip(theirs, (fact, number) => $"{fact.Expression} = {ulong.Parse(number, CultureInfo.InvariantCulture)}"));
    }

    [Theory]
    [InlineData(false, LineBias.AsIs, 20)]
    [InlineData(true, LineBias.PullUp, 0)]
    [InlineData(false, LineBias.PullDown, 10_000)]
    [InlineData(true, LineBias.Disabled, 1)]
    public void A_line_is_asked_for_as_it_is_described_and_its_changes_are_heard(bool isActiveLow, LineBias bias, int debounceMs)
    {
        FakeGpio kernel = new("exp-gpio", "pinctrl-rp1");
        using GpioPowerLine line = new(GpioLine.Input(
            kernel, new LineOptions { Line = 6, IsActiveLow = isActiveLow, Bias = bias, DebounceMs = debounceMs }));
        Assert.Equal("line 6 of pinctrl-rp1", line.Description);
        Assert.Equal((isActiveLow, bias, debounceMs, false), (kernel.IsActiveLow, kernel.Bias, kernel.DebounceUs / 1000, kernel.IsOutput));
        kernel.Drive(isHigh: isActiveLow);
        Assert.Equal(isActiveLow, line.TryWait(TimeSpan.Zero, out _));
        Assert.False(line.IsLost());
        kernel.Drive(isHigh: !isActiveLow);
        Assert.True(line.IsLost());
        Assert.True(line.TryWait(TimeSpan.Zero, out bool isLost));
        Assert.True(isLost);
        Assert.False(line.TryWait(TimeSpan.Zero, out _));
        kernel.Drive(isHigh: isActiveLow);
        Assert.True(line.TryWait(TimeSpan.Zero, out isLost));
        Assert.False(isLost);
    }

    [Fact]
    public void An_output_is_inactive_until_it_is_set_and_every_handle_is_closed()
    {
        FakeGpio kernel = new("pinctrl-bcm2711");
        using (GpioLine line = GpioLine.Output(kernel, new LineOptions { Line = 4, IsActiveLow = true }))
        {
            Assert.Equal((true, true), (kernel.IsOutput, kernel.IsHigh));
            line.Set(isActive: true);
            Assert.False(kernel.IsHigh);
            Assert.True(line.IsActive());
        }

        Assert.Equal(0, kernel.OpenHandles);
    }

    [Fact]
    public void What_is_missing_is_said_with_what_there_is()
    {
        IOException none = Assert.Throws<IOException>(() => GpioLine.Input(new FakeGpio("power-sim"), new LineOptions { Line = 6 }));
        Assert.Contains("There is no GPIO chip labelled pinctrl-rp1 or pinctrl-bcm2711 or pinctrl-bcm2835; there are: power-sim.", none.Message);
        Assert.Contains("there is none.", Assert.Throws<IOException>(() => GpioLine.Input(new FakeGpio(), new LineOptions { Line = 6 })).Message);
        FakeGpio busy = new("pinctrl-rp1") { Taken = 6 };
        Assert.Contains("gpioinfo", Assert.Throws<IOException>(() => GpioLine.Input(busy, new LineOptions { Line = 6 })).Message);
        FakeGpio closed = new("pinctrl-rp1") { IsForbidden = true };
        Assert.Contains("needs the group", Assert.Throws<IOException>(() => GpioLine.Input(closed, new LineOptions { Line = 6 })).Message);
        Assert.Equal((0, 0), (busy.OpenHandles, closed.OpenHandles));
    }

    [Fact]
    public void A_kernel_that_answers_something_else_is_an_error_and_no_change()
    {
        FakeGpio kernel = new("pinctrl-rp1") { ShortEvents = true };
        using GpioPowerLine line = new(GpioLine.Input(kernel, new LineOptions { Line = 6 }));
        kernel.Drive(isHigh: true);
        Assert.Contains("older than 5.10", Assert.Throws<IOException>(() => line.TryWait(TimeSpan.Zero, out _)).Message);
    }

    [Fact]
    public void The_real_kernel_of_this_machine_is_asked_without_a_crash()
    {
        IOException none = Assert.Throws<IOException>(() => GpioLine.Input(new LinuxGpio(), new LineOptions { Line = 1, Chips = ["no such chip"] }));
        Assert.Contains("no such chip", none.Message);
        Assert.Contains("opening", Assert.Throws<IOException>(() => new LinuxGpio().Open(_folder["missing"])).Message);
        Assert.Contains("GPIO call", Assert.Throws<IOException>(() => CallOnAFile()).Message);
    }

    private void CallOnAFile()
    {
        LinuxGpio kernel = new();
        File.WriteAllBytes(_folder["file"], new byte[100]);
        int handle = kernel.Open(_folder["file"]);
        try
        {
            Assert.True(kernel.Poll(handle, TimeSpan.Zero));
            Assert.Equal(48, kernel.Read(handle, new byte[48]));
            kernel.Control(handle, GpioAbi.GetChipInfo, new byte[GpioAbi.ChipInfoBytes]);
        }
        finally
        {
            kernel.Close(handle);
        }
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
