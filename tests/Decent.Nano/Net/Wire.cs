using System;
using System.Collections.Generic;
using System.Net.Sockets;

namespace Decent.Nano;

/// <summary>
/// One TCP connection with a queue each way. The device's end behaves as a socket of nanoFramework does; the other end is the story's.
/// </summary>
public sealed class Wire
{
    private const int SpinMs = 20;
    private readonly Lan _lan = Interpreter.Current.Lan;
    private readonly Queue<object> _toDevice = new();
    private readonly string _host;
    private readonly int _port;
    private bool _farClosed;
    private bool _nearClosed;
    private bool _accepted;
    private int _readers;

    internal Wire(string host, int port)
    {
        if (_lan.LacksSockets) throw new NotLinkedException();
        _lan.Opened();
        (_host, _port) = (host, port);
    }

    /// <summary>The story's: called with each thing that the device sends, in the sending thread.</summary>
    public Action<object> OnSent { get; set; } = _ => { };

    /// <summary>The story's: called when the device has closed it.</summary>
    public Action OnClosed { get; set; } = () => { };

    /// <summary>The device still has its end.</summary>
    public bool IsOpen => !_nearClosed;

    /// <summary>The story's: sends to the device.</summary>
    public void Send(object thing)
    {
        if (!_farClosed) _toDevice.Enqueue(thing);
    }

    /// <summary>The story's: closes the far end; what was sent arrives before.</summary>
    public void CloseFar() => _farClosed = true;

    internal void Connect()
    {
        var interpreter = Interpreter.Current;
        if (_lan.Silent.Contains(_host))
        {
            interpreter.Wait(() => _nearClosed && !_lan.ConnectIsDeaf, Lan.ConnectGivesUpMs);
            throw new SocketException(_nearClosed ? SocketError.NotSocket : SocketError.TimedOut);
        }

        interpreter.Sleep(1);
        var accept = _lan.ListenerAt(_host, _port) ?? throw new SocketException(SocketError.ConnectionRefused);
        if (_nearClosed) throw new SocketException(SocketError.NotSocket);
        _accepted = true;
        accept(this);
    }

    internal void SendNear(object thing)
    {
        Interpreter.Current.Yield();
        if (_nearClosed) throw new SocketException(SocketError.NotSocket);
        if (_farClosed || !_accepted) throw new SocketException(SocketError.ConnectionReset);
        OnSent(thing);
    }

    /// <summary>The next thing; null when the far end is closed. Below 0 it waits for ever.</summary>
    internal object? Receive(long ms)
    {
        var interpreter = Interpreter.Current;
        if (_nearClosed)
        {
            // A thread that reads it again and again takes all the time there is.
            interpreter.Census.EmptyReads++;
            interpreter.Sleep(SpinMs);
            throw new ObjectDisposedException("socket");
        }

        interpreter.Census.ReadersMost = Math.Max(interpreter.Census.ReadersMost, ++_readers);
        try
        {
            if (!interpreter.Wait(() => _toDevice.Count > 0 || _farClosed || _nearClosed, ms)) throw new SocketException(SocketError.TimedOut);
        }
        finally
        {
            _readers--;
        }

        if (_nearClosed) throw new SocketException(SocketError.NotSocket);
        if (_toDevice.TryDequeue(out var thing)) return thing;
        interpreter.Census.EmptyReads++;
        interpreter.Sleep(SpinMs);
        return null;
    }

    internal void CloseNear()
    {
        if (_nearClosed) return;
        _nearClosed = true;
        _lan.Closed();
        OnClosed();
    }
}
