using Decent.Peer;

namespace Decent.Protocol.Tests;

/// <summary>Damages a message in one to four ways; the buffer is longer than the message, so that reading past its end shows.</summary>
internal sealed class Mutation(Rng rng)
{
    private const int Slack = 64;

    /// <summary>The damaged bytes and how many of them are the message.</summary>
    public (byte[] Buffer, int Count) Of(byte[] message)
    {
        byte[] buffer = new byte[message.Length + Slack];
        message.CopyTo(buffer, 0);
        int count = message.Length;
        for (int times = 1 + rng.Below(4); times > 0; times--)
        {
            count = Damage(buffer, count);
        }

        return (buffer, count);
    }

    private int Damage(byte[] buffer, int count)
    {
        int at = rng.Below(count + 1);
        switch (rng.Below(8))
        {
            case 0:
                return at;
            case 1:
                return Math.Min(buffer.Length, count + 1 + rng.Below(Slack));
            case 2:
                Array.Copy(buffer, at, buffer, Math.Min(at + 1, buffer.Length - 1), Math.Max(0, buffer.Length - at - 1));
                return Math.Min(buffer.Length, count + 1);
            case 3:
                buffer[Math.Min(at, buffer.Length - 1)] = 0;
                return count;
            case 4:
                buffer[Math.Min(at, buffer.Length - 1)] = 0xFF;
                return count;
            case 5:
                buffer[rng.Below(Math.Min(32, buffer.Length))] = (byte)rng.Below(256);
                return count;
            case 6:
                Array.Copy(buffer, 0, buffer, at, Math.Min(8, buffer.Length - at));
                return count;
            default:
                buffer[rng.Below(buffer.Length)] ^= (byte)(1 << rng.Below(8));
                return count;
        }
    }
}
