namespace Decent.Nano;

/// <summary>What the stand-ins count of the device's behaviour.</summary>
public sealed class Census
{
    /// <summary>MQTT clients constructed.</summary>
    public int MqttClients { get; internal set; }

    /// <summary>Of those, the ones that verify their broker.</summary>
    public int SecureMqttClients { get; internal set; }

    /// <summary>Attempts to connect, and those made from a thread that raises the client's events.</summary>
    public int MqttConnects { get; internal set; }

    public int ConnectsFromEvents { get; internal set; }

    /// <summary>Reads of a connection that the other side had closed, or of a closed socket: each turn of a thread that spins is one.</summary>
    public int EmptyReads { get; internal set; }

    /// <summary>Most threads that read one socket at a time; two garble each other's messages.</summary>
    public int ReadersMost { get; internal set; }

    /// <summary>Messages that found the client's queue of messages under way full: ours, and the broker's, which are then never acknowledged.</summary>
    public int OwnMessagesRefused { get; internal set; }

    public int BrokersMessagesDropped { get; internal set; }

    /// <summary>Exceptions thrown because a wait for a datagram was in vain.</summary>
    public int ReceivesTimedOut { get; internal set; }

    /// <summary>HTTP requests begun.</summary>
    public int HttpRequests { get; internal set; }

    /// <summary>The array that was hashed last, itself.</summary>
    public byte[]? Hashed { get; internal set; }
}
