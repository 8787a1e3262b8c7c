using Decent.Edge.Cli;

namespace Decent.Edge.Tests.Power;

/// <summary>What <c>run</c> says of a battery that it cannot measure, before anything is opened.</summary>
public sealed class BatteryFlagsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("There is no gauge \"fuel\": --battery takes sysfs, sysfs:NAME or ina219.", "--battery", "fuel")]
    [InlineData("There is no gauge \"sysfs:\"", "--battery", "sysfs:")]
    [InlineData("measures no battery named none below /sys/class", "--battery", "sysfs:none")]
    [InlineData("need it: --battery ina219", "--battery-bus", "2")]
    [InlineData("0x30 is no address of an INA219", "--battery", "ina219", "--battery-address", "0x30")]
    [InlineData("0 ohm is no shunt", "--battery", "ina219", "--battery-shunt", "0")]
    [InlineData("\"forty\" is no address on an I2C bus", "--battery", "ina219", "--battery-address", "forty")]
    [InlineData("20 is no number of cells", "--battery", "ina219", "--battery-address", "67", "--battery-shunt", "0.01", "--battery-cells", "20")]
#if DOTNETIOT
    [InlineData("INA219 at 0x42 of I2C bus 1 does not answer", "--battery", "ina219")]
    [InlineData("There is no GPIO chip labelled none", "--power-line", "6", "--power-chip", "none", "--power-driver", "DotnetIot")]
#else
    [InlineData("This build has no Ina219 gauge: build with -p:DotnetIot=true", "--battery", "ina219")]
    [InlineData("This build has no DotnetIot lines: build with -p:DotnetIot=true", "--power-line", "6", "--power-driver", "DotnetIot")]
#endif
    public async Task What_cannot_be_measured_is_said_and_nothing_is_opened(string sentence, params string[] flags)
    {
        using StringWriter said = new();
        int exit = await EdgeCli.RunAsync(
            ["run", "--name", "kitchen", "--listen", "127.0.0.1:0", "--lan", "127.0.0.1/8", "--lan-port", "4999", "--state", _folder["s"], .. flags],
            said, said, TestContext.Current.CancellationToken);
        Assert.NotEqual(0, exit);
        Assert.Contains(sentence, said.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder["s"], "content")));
    }
}
