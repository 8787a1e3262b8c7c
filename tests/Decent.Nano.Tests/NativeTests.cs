using System.Security.Cryptography;
using System.Text;
using Decent.Firmware.Device;
using Decent.Peer;

namespace Decent.Nano.Tests;

/// <summary>The small adapters over the chip's own arithmetic and nanoFramework's JSON.</summary>
public sealed class NativeTests
{
    private const string Answer = """{"broker":"10.0.0.1:1883","time":1700000000,"edge":"http://10.0.0.2:80","offered":50000,"blocks":12,"hold":["00ff"]}""";

    [Fact]
    public void A_whole_array_is_hashed_as_it_is_and_a_part_from_a_copy_of_its_size() => Interpreter.Run(nano =>
    {
        var message = Some.Bytes(5, 4_096);
        Assert.Equal(HMACSHA256.HashData(Tag.Key, message), new NativeHmac().Compute(Tag.Key, message, 0, message.Length));
        Assert.Same(message, nano.Census.Hashed);
        Assert.Equal(HMACSHA256.HashData(Tag.Key, message.AsSpan(0, 4_032)), new NativeHmac().Compute(Tag.Key, message, 0, 4_032));
        Assert.Equal(4_032, nano.Census.Hashed!.Length);
        Assert.Equal(HMACSHA256.HashData(Tag.Key, message.AsSpan(7, 4_032)), new NativeHmac().Compute(Tag.Key, message, 7, 4_032));
    });

    [Fact]
    public void The_adapter_keeps_no_buffer() =>
        Assert.Empty(typeof(NativeHmac).GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic));

    [Fact]
    public void The_checksum_is_the_documents() => Interpreter.Run(_ =>
    {
        var bytes = Some.Bytes(6, 100);
        Assert.Equal(Protocol.Crc32.Of(bytes, 3, 90), new NativeCrc().Of(bytes, 3, 90));
        Assert.Equal(0u, new NativeCrc().Of(bytes, 3, 0));
    });

    [Theory]
    [InlineData(0u, true)]
    [InlineData(4_464u, true)]
    [InlineData(4_463u, false)]
    public void An_answer_is_read_only_while_there_is_memory_for_it(uint freeBytes, bool read) => Interpreter.Run(nano =>
    {
        nano.FreeBytes = freeBytes;
        var body = Encoding.UTF8.GetBytes(Answer);
        Assert.Equal(116, body.Length);
        var answer = new BootstrapJson(new BoardMemory()).Read([.. body, .. "}}}"u8], body.Length);
        Assert.Equal(read, answer is not null);
        if (answer is null) return;
        Assert.Equal(("10.0.0.1:1883", "http://10.0.0.2:80"), (answer.Broker, answer.Edge));
        Assert.Equal((50_000, 12, "00ff"), (answer.Offered, answer.Blocks, answer.Hold![0]));
    });

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("nonsense")]
    [InlineData("""{"blocks":"many"}""")]
    public void What_cannot_be_read_is_no_answer(string text) => Interpreter.Run(_ =>
    {
        var body = Encoding.UTF8.GetBytes(text);
        Assert.Null(new BootstrapJson(new BoardMemory()).Read(body, body.Length));
    });
}
