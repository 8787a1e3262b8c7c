using System.Globalization;
using System.Text;
using Decent.Edge.Power.Gpio;

namespace Decent.Edge.Tests.Images;

/// <summary>The kernel of a guest: the driver here makes the bytes, the kernel there is asked with just these.</summary>
public sealed class GuestGpio(Guest guest) : IGpioKernel
{
    /// <summary>The port that a guest needs for it.</summary>
    public const string Port = "decent.calls";

    private const int HandleNowhere = -1;
    private int _calls;

    /// <summary>Calls so far.</summary>
    public int Calls => _calls;

    /// <inheritdoc/>
    public IReadOnlyList<string> Chips() => Encoding.UTF8.GetString(Ask("list /dev/gpiochip*").Bytes).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <inheritdoc/>
    public int Open(string path) => Ask($"open {path}").Value;

    /// <inheritdoc/>
    public void Control(int handle, uint call, Span<byte> argument)
    {
        int handleAt = call == GpioAbi.GetLine ? GpioAbi.HandleAt : HandleNowhere;
        // Perl makes room for the longest argument that there is; ours is its beginning.
        Ask($"ioctl {handle} {call} {Convert.ToHexStringLower(argument)} {handleAt}").Bytes.AsSpan(0, argument.Length).CopyTo(argument);
    }

    /// <inheritdoc/>
    public bool Poll(int handle, TimeSpan atMost) => Ask($"poll {handle} {(int)atMost.TotalMilliseconds}").Value > 0;

    /// <inheritdoc/>
    public int Read(int handle, Span<byte> buffer)
    {
        (int count, byte[] bytes) = Ask($"read {handle} {buffer.Length}");
        bytes.CopyTo(buffer);
        return count;
    }

    /// <inheritdoc/>
    public void Close(int handle) => Ask($"close {handle}");

    private (int Value, byte[] Bytes) Ask(string call)
    {
        string number = $"{++_calls} ";
        string[] answer = guest.AskAsync(Port, number + call, line => line.StartsWith(number, StringComparison.Ordinal)).GetAwaiter().GetResult().Split(' ');
        return answer[1] == "ok"
            ? (int.Parse(answer[2], CultureInfo.InvariantCulture), answer.Length > 3 ? Convert.FromHexString(answer[3]) : [])
            : throw new IOException($"{call.Split(' ')[0]}: {string.Join(' ', answer[2..])}");
    }
}
