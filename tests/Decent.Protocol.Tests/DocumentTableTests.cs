using System.Globalization;
using System.Reflection;
using Decent.Peer.Answering;
using Decent.Peer.Lookup;
using Decent.Protocol.Tests.Document;

namespace Decent.Protocol.Tests;

public sealed class DocumentTableTests
{
    [Fact]
    public void The_table_of_limits_is_Limits()
    {
        IEnumerable<string> code = Constants(typeof(Limits)).Select(field => $"{field.Name} = {field.GetRawConstantValue()}");
        IEnumerable<string> document = WireDocument.Read.Rows("Limits").Select(row => $"{row[0]} = {row[1]}");
        Assert.Equal(code.Order(), document.Order());
        Assert.All(WireDocument.Read.Rows("Limits"), row => Assert.NotEmpty(row[2]));
    }

    [Fact]
    public void The_table_of_ports_is_Limits()
    {
        foreach (string[] row in WireDocument.Read.Rows("Ports"))
        {
            int port = (int)typeof(Limits).GetField(row[2])!.GetRawConstantValue()!;
            Assert.Equal(port.ToString(CultureInfo.InvariantCulture), row[0].Split(' ')[1]);
        }
    }

    [Fact]
    public void The_ladder_in_the_document_is_LookupOptions() => AssertDefaults(new LookupOptions(), "The ladder", []);

    [Fact]
    public void The_buckets_in_the_document_are_ResponderOptions() =>
        AssertDefaults(new ResponderOptions(), "Who is answered, and how often", ["Node", "HttpPort", "AvascMilli"]);

    [Fact]
    public void Each_event_code_is_its_own_and_stands_in_a_documented_room()
    {
        HashSet<string> rooms = [.. WireDocument.Read.Rows("Event codes").Select(row => row[0])];
        List<int> codes = [.. Constants(typeof(EventCode)).Select(field => (int)field.GetRawConstantValue()!)];
        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Contains($"{code / 100}xx", rooms));
        Assert.All(codes, code => Assert.InRange(code, 100, 999));
    }

    [Fact]
    public void Each_topic_row_is_a_topic_that_the_code_makes()
    {
        string[] made =
        [
            Topics.State(0xAB, "<node>"), Topics.Counters(0xAB, "<node>"), Topics.Log(0xAB, "<node>"), Topics.Commands(0xAB, "<node>"),
            Topics.Inventory(0xAB, "<node>"), Topics.Claims(0xAB, "<node>"), Topics.Results(0xAB, "<node>"),
            Topics.Manifest(0xCD), Topics.Delta(0xCD), Topics.Instance("<instance>"),
        ];
        Assert.Equal(
            made.Select(topic => topic.Replace("/ab/", "/<hh>/", StringComparison.Ordinal).Replace("/cd", "/<group>", StringComparison.Ordinal)).Order(),
            WireDocument.Read.Rows("Topics").Select(row => row[0]).Order());
    }

    [Fact]
    public void Each_file_to_keep_in_step_exists()
    {
        List<string> paths = [.. WireDocument.Read.Rows("Files to keep in step").SelectMany(row => row[1].Split('`', ' ', ','))
            .Where(word => word.StartsWith("shared/", StringComparison.Ordinal))];
        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.True(Path.Exists(Path.Combine(RepositoryRoot.Path, path)), path));
    }

    /// <summary>Each row gives a field's default, and each field that is not named by the host has a row.</summary>
    private static void AssertDefaults(object options, string heading, string[] set)
    {
        IEnumerable<string> code = options.GetType().GetFields().Where(field => !set.Contains(field.Name))
            .Select(field => $"{field.Name} = {(field.GetValue(options) is int[] several ? string.Join(", ", several) : field.GetValue(options))}");
        Assert.Equal(code.Order(), WireDocument.Read.Rows(heading).Select(row => $"{row[0]} = {row[1]}").Order());
    }

    private static IEnumerable<FieldInfo> Constants(Type type) => type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral);
}
