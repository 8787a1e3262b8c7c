using Decent.Edge.Power;

namespace Decent.Edge.Tests.Power;

public sealed class PowerOptionsTests
{
    [Fact]
    public void Presets_are_good_named_once_and_say_where_they_are_from()
    {
        Assert.Equal(PowerPreset.All.Select(preset => preset.Name).Distinct().Order(StringComparer.Ordinal), PowerPreset.All.Select(preset => preset.Name));
        Assert.All(PowerPreset.All, preset =>
        {
            Assert.Null(preset.Options.Rule());
            Assert.Contains($"GPIO {preset.Options.Lost!.Line}", preset.Source);
            Assert.Same(preset, PowerPreset.Named(preset.Name));
        });
        Assert.Null(PowerPreset.Named("none"));
    }

    [Fact]
    public void Each_rule_is_one_sentence()
    {
        LineOptions line = new() { Line = 6 };
        BatteryOptions gauge = new() { Gauge = BatteryGaugeKind.Ina219 };
        (PowerOptions Options, string Word)[] bad =
        [
            (new() { GraceSeconds = -1 }, "grace"), (new() { GraceSeconds = 86_401 }, "grace"), (new() { BudgetMs = 9 }, "budget"),
            (new() { BudgetMs = 10_001 }, "budget"), (new() { Lost = line with { Line = -1 } }, "no line"),
            (new() { Lost = line with { Line = 1024 } }, "no line"),
            (new() { Lost = line with { DebounceMs = -1 } }, "debounce"), (new() { Lost = line with { Chips = [] } }, "label"),
            (new() { Finished = line with { DebounceMs = 10_001 } }, "debounce"), (new() { Lost = line, Finished = line }, "of its own"),
            (new() { Battery = gauge with { Bus = -1 } }, "I2C bus"), (new() { Battery = gauge with { Bus = 256 } }, "I2C bus"),
            (new() { Battery = gauge with { Address = 0x3F } }, "0x3F is no address"), (new() { Battery = gauge with { Address = 0x50 } }, "address"),
            (new() { Battery = gauge with { ShuntOhms = 0 } }, "shunt"), (new() { Battery = gauge with { ShuntOhms = double.NaN } }, "shunt"),
            (new() { Battery = gauge with { Cells = 0 } }, "cells"), (new() { Battery = gauge with { Cells = 17 } }, "cells"),
        ];
        Assert.All(bad, given => Assert.Contains(given.Word, given.Options.Rule()));
        Assert.Null(new PowerOptions { GraceSeconds = null }.Rule());
        Assert.Null(new PowerOptions { Lost = line, Finished = line with { Chips = ["another chip"] }, Battery = gauge }.Rule());
    }
}
