using Decent.Mqtt.Links;

namespace Decent.Mqtt.LibMosquitto;

/// <summary>What has been given to the library and not yet been written (level 0) or acknowledged (level 1).</summary>
internal sealed unsafe class SessionPublishes
{
    private readonly Dictionary<int, Outgoing> _pending = [];
    private Outgoing? _sending;

    public int Count => _pending.Count;

    public void Send(nint handle, Outgoing item)
    {
        var message = item.Message;
        int code, mid;
        // The library may write at once and call back before it has told us the number.
        _sending = item;
        fixed (byte* payload = message.Payload.Span)
            code = Native.Publish(handle, out mid, message.Topic, message.Payload.Length, payload, (int)message.Qos, message.Retain);
        _sending = null;
        if (code != Native.Success)
            item.Settle(Outcome(code));
        else if (!item.IsSettled)
            _pending[mid] = item;
    }

    public void Done(int mid, int code)
    {
        if (!_pending.Remove(mid, out var item))
            item = _sending;
        item?.Settle(code < 128 ? MqttPublishResult.Sent : MqttPublishResult.Refused);
    }

    /// <summary>The connection is gone.</summary>
    public void Lose()
    {
        foreach (var item in _pending.Values)
            item.Settle(MqttPublishResult.NotConnected);
        _pending.Clear();
    }

    private static MqttPublishResult Outcome(int code) => code switch
    {
        Native.OversizePacket or Native.PayloadSize => MqttPublishResult.TooLarge,
        Native.NoConnection => MqttPublishResult.NotConnected,
        _ => MqttPublishResult.Refused,
    };
}
