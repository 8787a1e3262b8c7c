using System.Globalization;
using System.Text.RegularExpressions;
using Decent.Protocol.Frames;
using Decent.Protocol.Tests.Document;
using Decent.Protocol.Tests.Forms;
using BigInteger = System.Numerics.BigInteger;

namespace Decent.Protocol.Tests;

public sealed class LayoutTests
{
    public static TheoryData<string> Kinds => [.. MessageForms.All.Where(form => form.Kind != "will").Select(form => form.Kind)];

    [Fact]
    public void Each_offset_table_is_without_gaps()
    {
        List<List<string[]>> tables = [.. WireDocument.Read.Sections.SelectMany(section => section.Tables).Where(table => table[0][0] == "offset")];
        Assert.True(tables.Count >= MessageForms.All.Count);
        foreach (List<string[]> table in tables)
        {
            int end = 0;
            foreach (Row row in Rows(table))
            {
                Assert.Equal(end, row.Offset);
                end += row.Bytes ?? 0;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Golden_bytes_stand_where_the_table_says(string kind)
    {
        int compared = 0;
        foreach (Vector vector in WireDocument.Read.Vectors.Where(vector => vector.Kind == kind && vector.Expected.Has("bytes")))
        {
            byte[] bytes = vector.Expected.Octets("bytes");
            List<Row> rows = [.. Rows(Table(kind))];
            if (rows[0].Field == "envelope")
            {
                rows.AddRange(Rows(Table("envelope")));
            }

            foreach (Row row in rows.Where(row => row.Bytes != null && vector.Fields.Has(row.Field)))
            {
                byte[] at = bytes.AsSpan(row.Offset, row.Bytes!.Value).ToArray();
                string value = vector.Fields.Values[row.Field];
                string number = at.Length > 8 ? "" : NumberOf(at, isSigned: value.StartsWith('-')).ToString(CultureInfo.InvariantCulture);
                Assert.True(value == Convert.ToHexStringLower(at) || value == number, $"{vector}: {row.Field}");
                compared++;
            }
        }

        Assert.True(compared > 0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Ignored_bytes_are_those_that_the_table_calls_zero(string kind)
    {
        IMessageForm form = MessageForms.Of(kind);
        byte[] message = new byte[2048];
        form.Write(WireDocument.Read.Vectors.First(vector => vector.Kind == kind).Fields, message);
        foreach (Row row in Rows(Table(kind)).Where(row => row.Bytes != null))
        {
            byte expected = row.Field switch { "zero" => 0xFF, "unicast" => 0xFE, _ => 0 };
            Assert.All(Enumerable.Range(row.Offset, row.Bytes!.Value), offset => Assert.Equal(expected, form.Ignored(message, offset)));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Headings_give_type_and_length(string kind)
    {
        string heading = WireDocument.Read.Sections.Single(section => section.Kind == kind).Heading;
        int[] lengths = [.. Regex.Matches(heading.Replace(",", ""), @"\d+(?= (to \d+ |or \d+ )?bytes)").Select(Number)];
        Match type = Regex.Match(heading, @"type (\d+)");
        Assert.NotEmpty(lengths);
        foreach (Vector vector in WireDocument.Read.Vectors.Where(vector => vector.Kind == kind))
        {
            byte[] bytes = new byte[2048];
            int count = MessageForms.Of(kind).Write(vector.Fields, bytes);
            Assert.InRange(count, lengths.Min(), lengths.Max());
            Assert.True(!type.Success || int.Parse(type.Groups[1].Value, CultureInfo.InvariantCulture) == bytes[bytes[0] == 'D' ? 3 : 1]);
        }
    }

    [Fact]
    public void The_largest_frames_fit_what_devices_take()
    {
        Assert.True(Envelope.Bytes + 4 + (LogChunk.RecordsMax * RunRecord.Bytes) <= Limits.FrameBytesMax);
        Assert.True(Envelope.Bytes + 8 + (Delta.EntriesMax * Delta.EntryBytes) <= Limits.FrameBytesMax);
    }

    private static List<string[]> Table(string kind) => WireDocument.Read.Sections.Single(section => section.Kind == kind).Tables[0];

    /// <summary>The rows up to and with the first whose length varies.</summary>
    private static IEnumerable<Row> Rows(List<string[]> table)
    {
        foreach (string[] cells in table.Skip(1))
        {
            if (!int.TryParse(cells[0], CultureInfo.InvariantCulture, out int offset))
            {
                yield break;
            }

            yield return new Row(offset, int.TryParse(cells[1], CultureInfo.InvariantCulture, out int bytes) ? bytes : null, cells[2]);
        }
    }

    private static BigInteger NumberOf(byte[] littleEndian, bool isSigned) => new(littleEndian, isUnsigned: !isSigned);

    private static int Number(Match match) => int.Parse(match.Value, CultureInfo.InvariantCulture);

    private sealed record Row(int Offset, int? Bytes, string Field);
}
