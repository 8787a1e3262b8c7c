using Decent.Instance.Commands;
using Decent.Instance.Index;

namespace Decent.Instance.Tests.Commands;

public sealed class CommandNumbersTests
{
    [Fact]
    public async Task A_number_is_the_clocks_milliseconds_or_one_more_than_the_last_whichever_is_higher()
    {
        await using var instance = await TestInstance.StartAsync();
        var numbers = new CommandNumbers(instance.Get<Ledger>(), instance.Time);
        var start = (ulong)instance.Time.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.Equal([start, start + 1, start + 2], [numbers.Next("hall-board"), numbers.Next("hall-board"), numbers.Next("hall-board")]);
        Assert.Equal(start, numbers.Next("cellar-board"));
        instance.Time.Now = instance.Time.Now.AddHours(1);
        Assert.Equal(start + 3_600_000, numbers.Next("hall-board"));
        instance.Time.Now = instance.Time.Now.AddYears(-60);
        Assert.Equal(start + 3_600_001, numbers.Next("hall-board"));
        Assert.Equal(1ul, numbers.Next("attic-board"));
    }
}
