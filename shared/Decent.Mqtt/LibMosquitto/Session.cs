using System.Runtime.InteropServices;
using Decent.Mqtt.Links;

namespace Decent.Mqtt.LibMosquitto;

/// <summary>
/// One native handle for one connection, used by the loop's thread alone. It is not used again: a reused handle would resend, on the next
/// connection, messages whose publishers have been told of the loss, and a too large one for ever.
/// </summary>
internal sealed unsafe class Session : IDisposable
{
    // How much the library may hold unacknowledged; the broker's own window is at most this and usually 20.
    private const int PendingMax = 256;
    private const int ReadsPerRound = 64;

    private readonly Inbox _inbox;
    private readonly SessionPublishes _publishes = new();
    private readonly Dictionary<int, Subscription> _asked = [];
    private readonly Action<string> _refused;
    private readonly Action<MqttMessage> _tooLarge;
    private readonly int _messageBytesMax;
    private readonly int _protocol;
    private readonly bool _plain;
    private readonly MqttLinkOptions _options;
    private string? _distrust;
    private GCHandle _self;
    private nint _handle;
    private long _events;

    public Session(MqttLinkOptions options, int protocol, Inbox inbox, Action<string> refused, Action<MqttMessage> tooLarge)
    {
        (_inbox, _refused, _tooLarge, _messageBytesMax, _protocol, _plain, _options) =
            (inbox, refused, tooLarge, options.MessageBytesMax, protocol, options.CaFile is null, options);
        _self = GCHandle.Alloc(this);
        _handle = Native.New(options.ClientId, options.CleanStart, GCHandle.ToIntPtr(_self));
        if (_handle != 0)
            Callbacks.Attach(_handle);
    }

    /// <summary>The broker's answer to CONNECT: 0 accepted, above 0 refused, null not yet.</summary>
    public int? Answer { get; private set; }

    /// <summary>Accepted, and no SUBSCRIBE waits for its answer.</summary>
    public bool IsReady => Answer == 0 && _asked.Count == 0;

    /// <summary>An exception from a callback.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Why it ended.</summary>
    public string End { get => _distrust ?? field; private set; } = "the connection was lost";

    public int Socket => Native.Socket(_handle);

    public bool WantsWrite => Native.WantWrite(_handle);

    public bool HasRoom => _publishes.Count < PendingMax;

    /// <summary>
    /// Sets options and will, and connects the socket. Blocks for name resolution and the TCP handshake; the kernel bounds both.
    /// </summary>
    public bool Open(MqttLinkOptions options, MqttMessage? will)
    {
        if (_handle == 0)
            return Fails("no memory for a connection");
        var code = SessionSetup.Configure(_handle, options, will, _protocol, out var what);
        if (code != Native.Success)
            return Fails($"{what}: {Native.Describe(code)}");
        code = SessionSetup.Connect(_handle, options, _protocol);
        return code == Native.Success || Fails($"cannot reach {options.Host}:{options.Port}: {Native.Describe(code)}");
    }

    public void Publish(Outgoing item) => _publishes.Send(_handle, item);

    public void Subscribe(Subscription subscription)
    {
        var retained = _protocol == Native.ProtocolV5 ? Native.RetainedOnlyIfNew : 0;
        var code = Native.Subscribe(_handle, out var mid, subscription.Filter, (int)subscription.Qos, retained, 0);
        if (code == Native.Success)
            _asked[mid] = subscription;
        else
            Answered(subscription, granted: false);
    }

    public void SayGoodbye() => _ = Native.Disconnect(_handle);

    /// <summary>Does what the socket is ready for. False when the connection has ended.</summary>
    public bool Serve(short happened)
    {
        var code = Native.Success;
        if (_plain && Answer is null && (happened & Kernel.Readable) != 0 && !AnswerIsMqtt())
            return Fails("what listens there does not speak MQTT");
        if ((happened & (Kernel.Readable | Kernel.Broken)) != 0)
            code = _inbox.IsFull ? Native.NoConnection : Read();
        if (code == Native.Success && (happened & Kernel.Writable) != 0)
            code = Native.LoopWrite(_handle, 1);
        if (code == Native.Success)
            code = Native.LoopMisc(_handle);
        if (code == Native.Success && Failure is null && Socket >= 0)
            return true;
        if (code != Native.Success && Answer is null or 0)
            End = Native.Describe(code);
        return false;
    }

    public void Fail(string reason) => End = reason;

    public void Dispose()
    {
        if (_handle != 0)
            Native.Destroy(_handle);
        _handle = 0;
        if (_self.IsAllocated)
            _self.Free();
        _publishes.Lose();
    }

    public void Connected(int code)
    {
        _events++;
        Answer = code;
        if (code != 0)
            End = "the broker refused: " + ConnectAnswer.Describe(code, _protocol);
    }

    /// <summary>The library's words for why it does not believe the broker; its code says only that it does not.</summary>
    public void Complained(string line) => _distrust ??= TlsFault.Of(line, _options);

    public void Disconnected(int code)
    {
        _events++;
        if (code != 0 && Answer == 0)
            End = Native.Describe(code);
    }

    public void Published(int mid, int code)
    {
        _events++;
        _publishes.Done(mid, code);
    }

    public void Subscribed(int mid, int code)
    {
        _events++;
        if (_asked.Remove(mid, out var subscription))
            Answered(subscription, granted: code < 128);
    }

    public void Received(NativeMessage message)
    {
        _events++;
        var topic = Marshal.PtrToStringUTF8(message.Topic) ?? "";
        var tooLarge = message.PayloadLength > _messageBytesMax;
        var payload = tooLarge ? [] : new ReadOnlySpan<byte>((void*)message.Payload, message.PayloadLength).ToArray();
        var received = new MqttMessage { Topic = topic, Payload = payload, Qos = (MqttQos)Math.Min(message.Qos, 1), Retain = message.Retain != 0 };
        if (tooLarge)
            _tooLarge(received);
        else
            _inbox.Accept(received);
    }

    private void Answered(Subscription subscription, bool granted)
    {
        if (!granted)
            _refused(subscription.Filter);
        subscription.Answered.TrySetResult();
    }

    private bool AnswerIsMqtt()
    {
        Span<byte> first = stackalloc byte[FirstPacket.BytesMax];
        var count = Kernel.Peek(Socket, first);
        return count <= 0 || FirstPacket.IsConnectAnswer(first[..count]);
    }

    private int Read()
    {
        for (var round = 0; round < ReadsPerRound && !_inbox.IsFull; round++)
        {
            var before = _events;
            var code = Native.LoopRead(_handle, 1);
            if (code != Native.Success)
                return code;
            if (_events == before)
                break;
        }
        return Native.Success;
    }

    private bool Fails(string reason)
    {
        End = reason;
        return false;
    }
}
