using Decent.Edge.Power;

namespace Decent.Edge.Tests.Power;

/// <summary>Row and marker: only both together, and in agreement, are a run that ended in order.</summary>
public sealed class StopLedgerTests : IDisposable
{
    private const string Cut = "power cut, crash or kill";
    private readonly TempFolder _folder = new();

    private string Folder => _folder[""];

    private string Marker => _folder["sealed"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_first_start_and_one_after_a_seal_are_clean_and_one_that_was_cut_is_not()
    {
        Assert.Equal((true, ""), Start());
        Assert.Equal((false, Cut), Start());
        Assert.Equal((false, Cut), Start(ledger => ledger.Seal(3, true, 5)));
        Assert.Equal((true, ""), Start(ledger => ledger.Seal(4, false, 6)));
        Assert.Equal((true, ""), Start());
        Assert.Equal((false, Cut), Start());
    }

    [Fact]
    public void A_seal_that_was_taken_back_is_none()
    {
        Start(ledger =>
        {
            ledger.Seal(1, true, 1);
            ledger.Begin();
        });
        Assert.Equal((false, Cut), Start());
    }

    [Fact]
    public void A_start_that_never_began_leaves_the_seal_as_it_was()
    {
        Start(ledger => ledger.Seal(1, true, 1));
        StopLedger.Open(Folder).Dispose();
        Assert.Equal((true, ""), Start());
    }

    [Fact]
    public void A_marker_without_its_row_does_not_agree()
    {
        Start(ledger => ledger.Seal(1, true, 1));
        File.WriteAllText(Marker, "7\n");
        Assert.Equal((false, "its marker names row 7 and the last row is 2"), Start());
        File.WriteAllText(Marker, new string('1', 1000));
        Assert.Equal((false, Cut), Start());
        File.Delete(_folder["ledger.db"]);
        File.WriteAllText(Marker, "1\n");
        Assert.Equal((false, "its marker names row 1 and the last row is none"), Start());
    }

    [Fact]
    public void A_damaged_ledger_is_put_aside_and_said()
    {
        Start(ledger => ledger.Seal(1, true, 1));
        File.WriteAllBytes(_folder["ledger.db"], Some.Noise(8192, 1));
        (bool isClean, string reason) = Start(ledger => ledger.Seal(1, true, 1));
        Assert.False(isClean);
        Assert.Contains("ledger.db.damaged", reason, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["ledger.db.damaged"]));
        Assert.Equal((true, ""), Start());
    }

    [Fact]
    public void Thousands_of_stops_leave_a_thousand_rows_and_the_marker_still_agrees()
    {
        Start(ledger =>
        {
            for (int i = 0; i < 1100; i++)
            {
                ledger.Seal(1, true, i);
                ledger.Begin();
            }

            ledger.Tidy();
            AssertNothingGrows(ledger);
        });
        Assert.InRange(new FileInfo(_folder["ledger.db"]).Length, 1, 200_000);
        Assert.Equal((true, ""), Start());
    }

    [Fact]
    public void A_seal_is_written_over_what_is_there_from_the_first_one_on_so_that_no_file_system_has_a_length_to_note() => Start(AssertNothingGrows);

    private void AssertNothingGrows(StopLedger ledger)
    {
        long[] lengths = Lengths();
        Assert.All(lengths, length => Assert.True(length > 0));
        for (int i = 0; i < 3; i++)
        {
            ledger.Seal(1, true, i);
            Assert.Equal(lengths, Lengths());
            ledger.Tidy();
            ledger.Begin();
        }

        ledger.Seal(1, true, 3);
    }

    private long[] Lengths() => [.. new[] { "ledger.db", "ledger.db-wal", "sealed" }.Select(name => new FileInfo(_folder[name]).Length)];

    private (bool IsClean, string Reason) Start(Action<StopLedger>? run = null)
    {
        using StopLedger ledger = StopLedger.Open(Folder);
        ledger.Begin();
        run?.Invoke(ledger);
        return (ledger.Finding.IsClean, ledger.Finding.Reason);
    }
}
