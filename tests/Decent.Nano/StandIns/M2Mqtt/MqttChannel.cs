using System.Net.Sockets;
using Decent.Nano;

namespace nanoFramework.M2Mqtt;

/// <summary>The client's one channel: each connect forgets the socket of the one before, open or not.</summary>
internal sealed class MqttChannel(string host, int port)
{
    private readonly string _address = Interpreter.Current.Lan.Look(host);
    private Wire? _socket;

    public void Connect()
    {
        _socket = new Wire(_address, port);
        _socket.Connect();
    }

    public void Send(MqttPacket packet) => _socket!.SendNear(packet);

    public MqttPacket? Receive() => (MqttPacket?)_socket!.Receive(-1);

    /// <summary>Fails when there never was a socket.</summary>
    public void Close()
    {
        if (_socket is null) throw new System.NullReferenceException();
        _socket.CloseNear();
    }
}
