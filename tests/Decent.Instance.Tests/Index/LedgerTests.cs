using Decent.Instance.Index;

namespace Decent.Instance.Tests.Index;

public sealed class LedgerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_acknowledged_is_there_after_a_restart()
    {
        var head = Some.Version("home/a", 3).Head;
        using (var ledger = Ledger.Open(_folder.FullPath))
            ledger.Put(head);
        using var again = Ledger.Open(_folder.FullPath);
        var entry = Assert.Single(again.OfTenant("home"));
        Assert.Equal(new LedgerEntry("home/a", Convert.ToHexStringLower(head.Commit), head.Label, 3, head.Time), entry);
        Assert.Equal(["home"], again.Tenants());
    }

    [Fact]
    public void A_damaged_ledger_is_never_begun_anew_but_told_with_what_to_do()
    {
        _folder.Write("ledger.db", Some.Bytes(9000));
        var error = Assert.Throws<InvalidOperationException>(() => Ledger.Open(_folder.FullPath));
        Assert.Contains("backup", error.Message);
        Assert.Equal(Some.Bytes(9000), File.ReadAllBytes(_folder.At("ledger.db")));
    }

    [Fact]
    public void A_setting_keeps_its_first_value()
    {
        using var ledger = Ledger.Open(_folder.FullPath);
        Assert.Equal("one", ledger.Setting("instance-id", "one"));
        Assert.Equal("one", ledger.Setting("instance-id", "two"));
    }
}
