using Decent.Firmware.Configuration;
using Decent.Firmware.Host.Configuration;
using Decent.Firmware.Tests.Fakes;
using PlatformBase64 = System.Buffers.Text.Base64Url;

namespace Decent.Firmware.Tests;

public sealed class IdentityReaderTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"decent-identity-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}.json");
    private static int _count;

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void What_the_instance_prints_is_enough()
    {
        var key = Some.Bytes(1, 32);
        File.WriteAllText(_path, $$"""
            { "name": "board-a", "mqttSecret": "abc", "nodeKey": "{{PlatformBase64.EncodeToString(key)}}",
              "broker": "10.0.0.5:1883", "instance": "http://10.0.0.5:4970/", "someday": [1, 2] }
            """);
        var config = ConfigFile.Read(_path, out var problem);
        Assert.Equal("", problem);
        var identity = new Identity();
        Assert.True(IdentityReader.TryRead(config!, identity, out problem), problem);
        Assert.Equal(key, identity.Key);
        Assert.Equal(("10.0.0.5", 1883), (identity.BrokerHost, identity.BrokerPort));
        Assert.Equal(["http://10.0.0.5:4970"], identity.Sources);
        Assert.Equal(Convert.FromHexString(ConfigFile.NodeIdOf("board-a"))[0], identity.Group);
        Assert.Equal(BitConverter.ToUInt64(Convert.FromHexString(ConfigFile.NodeIdOf("board-a"))), identity.NodeId);
    }

    [Theory]
    [InlineData("name", "\"No Good\"")]
    [InlineData("nodeKey", "\"AAAA\"")]
    [InlineData("nodeKey", "null")]
    [InlineData("nodeId", "\"0011223344556677\"")]
    [InlineData("broker", "\"10.0.0.5\"")]
    [InlineData("broker", "\"10.0.0.5:99999\"")]
    [InlineData("instance", "\"https://10.0.0.5\"")]
    [InlineData("edge", "\"http://host/path\"")]
    [InlineData("blocks", "0")]
    [InlineData("port", "70000")]
    [InlineData("offeredBytesPerSecond", "10")]
    [InlineData("mqttSecret", "\"\"")]
    public void A_wrong_member_is_named(string member, string value)
    {
        var members = new Dictionary<string, string>
        {
            ["name"] = "\"board-a\"",
            ["mqttSecret"] = "\"abc\"",
            ["nodeKey"] = $"\"{PlatformBase64.EncodeToString(Some.Bytes(1, 32))}\"",
            ["broker"] = "\"10.0.0.5:1883\"",
        };
        members[member] = value;
        File.WriteAllText(_path, "{" + string.Join(',', members.Select(m => $"\"{m.Key}\":{m.Value}")) + "}");
        var config = ConfigFile.Read(_path, out var problem);
        if (config is not null) Assert.False(IdentityReader.TryRead(config, new Identity(), out problem));
        Assert.Contains(value == "null" ? "null" : member, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"blocks\":\"many\"}")]
    public void A_file_that_is_something_else_is_refused_with_advice(string text)
    {
        File.WriteAllText(_path, text);
        Assert.Null(ConfigFile.Read(_path, out var problem));
        Assert.Contains("nodes add", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_of_every_length_and_alphabet_read_as_the_platform_reads_them()
    {
        for (var length = 0; length < 50; length++)
        {
            var bytes = Some.Bytes(length, length);
            var into = new byte[length];
            var text = PlatformBase64.EncodeToString(bytes);
            Assert.True(Base64Url.TryRead(text, into));
            Assert.Equal(bytes, into);
            Assert.False(Base64Url.TryRead(text + "A", into));
            if (length > 0) Assert.False(Base64Url.TryRead("=" + text[1..], into));
        }
    }
}
