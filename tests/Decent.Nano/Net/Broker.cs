using System.Collections.Generic;
using System.Linq;

namespace Decent.Nano;

/// <summary>A broker that does what the story wants.</summary>
public sealed class Broker
{
    private readonly List<Wire> _wires = [];
    private readonly Queue<(Wire Wire, ushort Id)> _held = new();

    public Broker(string host = "10.0.0.1", int port = 1883) => Interpreter.Current.Lan.Listen(host, port, Accept);

    /// <summary>It never answers a CONNECT.</summary>
    public bool Silent { get; set; }

    /// <summary>Code of its answer to CONNECT; 0 accepts.</summary>
    public int Code { get; set; }

    /// <summary>It closes the connection after a refusal, as brokers do; else the device has to.</summary>
    public bool ClosesAfterRefusal { get; set; } = true;

    /// <summary>Subscriptions are not acknowledged.</summary>
    public bool SwallowsSubscriptions { get; set; }

    /// <summary>Messages are acknowledged only by <see cref="Acknowledge"/>.</summary>
    public bool HoldsAcknowledgements { get; set; }

    public int Connects { get; private set; }

    public int Goodbyes { get; private set; }

    /// <summary>Messages in the order of their arrival, the repeated ones too.</summary>
    public List<MqttPacket> Published { get; } = [];

    /// <summary>Acknowledgements that came for its own messages.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>Connections that the device has not closed.</summary>
    public int Open => _wires.Count(wire => wire.IsOpen);

    /// <summary>Distinct messages under way: arrived and not acknowledged.</summary>
    public int Held => _held.Select(held => held.Id).Distinct().Count();

    /// <summary>Acknowledges what it holds.</summary>
    public void Acknowledge()
    {
        while (_held.TryDequeue(out var held)) held.Wire.Send(new MqttPacket(MqttKind.PublishAck, held.Id));
    }

    /// <summary>Sends a message to whoever is connected.</summary>
    public void Tell(string topic, byte[] payload, bool retained = false, ushort id = 1)
    {
        foreach (var wire in _wires.Where(wire => wire.IsOpen))
        {
            wire.Send(new MqttPacket(MqttKind.Publish, id) { Topic = topic, Payload = payload, Assured = true, Retain = retained });
        }
    }

    /// <summary>Closes all connections, as a broker that ends.</summary>
    public void CloseAll()
    {
        foreach (var wire in _wires) wire.CloseFar();
    }

    private void Accept(Wire wire)
    {
        _wires.Add(wire);
        wire.OnSent = thing => Take(wire, (MqttPacket)thing);
    }

    private void Take(Wire wire, MqttPacket packet)
    {
        switch (packet.Kind)
        {
            case MqttKind.Connect:
                Connects++;
                if (Silent) return;
                wire.Send(new MqttPacket(MqttKind.ConnectAck) { Code = Code });
                if (Code != 0 && ClosesAfterRefusal) wire.CloseFar();
                break;
            case MqttKind.Subscribe when !SwallowsSubscriptions:
                wire.Send(new MqttPacket(MqttKind.SubscribeAck, packet.Id));
                break;
            case MqttKind.Publish:
                Published.Add(packet);
                if (!packet.Assured) return;
                if (HoldsAcknowledgements) _held.Enqueue((wire, packet.Id));
                else wire.Send(new MqttPacket(MqttKind.PublishAck, packet.Id));
                break;
            case MqttKind.PublishAck:
                Acknowledged++;
                break;
            case MqttKind.PingRequest when !Silent:
                wire.Send(new MqttPacket(MqttKind.PingResponse));
                break;
            case MqttKind.Disconnect:
                Goodbyes++;
                wire.CloseFar();
                break;
            default:
                break;
        }
    }
}
