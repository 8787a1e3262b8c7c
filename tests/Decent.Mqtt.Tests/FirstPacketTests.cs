using Decent.Mqtt.LibMosquitto;

namespace Decent.Mqtt.Tests;

public sealed class FirstPacketTests
{
    // What Mosquitto 2.0.11 sent: maximum packet size, topic alias maximum, receive maximum.
    private static readonly byte[] _answer = [0x20, 14, 0, 0, 11, 39, 0, 0, 0x88, 0, 34, 0, 10, 33, 0, 20];

    private static readonly int[] _known = [17, 18, 19, 21, 22, 26, 28, 31, 33, 34, 36, 37, 38, 39, 40, 41, 42];

    [Fact]
    public void Answers_of_both_protocol_versions_are_believed()
    {
        Assert.True(FirstPacket.IsConnectAnswer(_answer));
        Assert.True(FirstPacket.IsConnectAnswer([0x20, 2, 0, 5]));
        Assert.True(FirstPacket.IsConnectAnswer([0x20, 3, 0, 135, 0]));
        Assert.True(FirstPacket.IsConnectAnswer([0x20, 13, 0, 0, 10, 38, 0, 1, 65, 0, 2, 66, 66, 36, 1]));
    }

    [Fact]
    public void A_cut_answer_is_not_believed()
    {
        for (var length = 0; length < _answer.Length; length++)
            Assert.False(FirstPacket.IsConnectAnswer(_answer.AsSpan(0, length)), $"{length} bytes");
    }

    [Fact]
    public void No_mutation_is_read_beyond_its_end_and_no_unknown_property_passes()
    {
        for (var at = 0; at < _answer.Length; at++)
        {
            for (var value = 0; value < 256; value++)
            {
                var bytes = _answer.ToArray();
                bytes[at] = (byte)value;
                var believed = FirstPacket.IsConnectAnswer(bytes);
                if (at == 5 && !_known.Contains(value))
                    Assert.False(believed, $"property {value}");
            }
        }
    }
}
