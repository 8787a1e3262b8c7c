using System;
using System.Net.Sockets;
using System.Threading;
using Decent.Nano;
using nanoFramework.M2Mqtt.Exceptions;
using nanoFramework.M2Mqtt.Messages;

namespace nanoFramework.M2Mqtt;

internal sealed partial class MqttClient
{
    private void ReceiveThread()
    {
        while (_isRunning)
        {
            try
            {
                if (_channel.Receive() is { } packet)
                {
                    Take(packet);
                    _receiveFault = null;
                }
                else
                {
                    _receiveFault = new MqttCommunicationException();
                    OnConnectionClosing();
                    _answerCame.Set();
                }
            }
            catch (Exception e) when (e is not InterpreterOverException)
            {
                _receiveFault = new MqttCommunicationException(e);
                if (e is not SocketException) continue;
                OnConnectionClosing();
                _answerCame.Set();
            }
        }
    }

    private void Take(MqttPacket packet)
    {
        switch (packet.Kind)
        {
            case MqttKind.ConnectAck:
                _answer = packet;
                _answerCame.Set();
                break;
            case MqttKind.PingResponse:
                _answer = packet;
                _internal.Clear();
                _unanswered.Clear();
                _answerCame.Set();
                break;
            case MqttKind.Publish:
                if (!Enqueue(new MqttTask(packet, false))) _interpreter.Census.BrokersMessagesDropped++;
                break;
            case MqttKind.PublishAck when _unanswered.Remove(packet.Id):
                Raise(() => MqttMsgPublished?.Invoke(this, new MqttMsgPublishedEventArgs(packet.Id, true)));
                break;
            default:
                _internal.Enqueue(packet);
                _inflightCame.Set();
                break;
        }
    }

    private void KeepAliveThread()
    {
        long waitMs = _keepAliveMs;
        _keepAliveEnded = new AutoResetEvent(false);
        while (_isRunning)
        {
            _keepAlive.WaitOne((int)waitMs, false);
            if (!_isRunning) break;
            var idleMs = _interpreter.NowMs - _lastSentMs;
            waitMs = idleMs >= _keepAliveMs ? _keepAliveMs : _keepAliveMs - idleMs;
            if (idleMs >= _keepAliveMs) Ping();
        }

        _keepAliveEnded.Set();
    }

    private void Ping()
    {
        try
        {
            SendReceive(new MqttPacket(MqttKind.PingRequest), _keepAliveMs);
        }
        catch (Exception e) when (e is not InterpreterOverException)
        {
            OnConnectionClosing();
        }
    }

    private void Raise(Action what)
    {
        _events.Enqueue(what);
        _eventCame.Set();
    }

    private void DispatchThread()
    {
        while (_isRunning)
        {
            if (_events.Count == 0 && !_isConnectionClosing) _eventCame.WaitOne();
            if (!_isRunning) continue;
            if (_events.TryDequeue(out var what)) what();
            if (_events.Count == 0 && _isConnectionClosing) Close();
        }
    }

    private void InflightThread()
    {
        var waitMs = -1;
        MqttTask? task = null;
        try
        {
            while (_isRunning)
            {
                _inflightCame.WaitOne(waitMs, false);
                waitMs = int.MaxValue;
                MqttPacket? answer = null;
                var taken = false;
                for (var count = _inflight.Count; count > 0 && _isRunning; count--)
                {
                    task = _inflight.Dequeue();
                    answer = task.Waits && _internal.TryPeek(out var first) ? first : null;
                    taken |= Turn(task, answer, ref waitMs);
                }

                if (waitMs == int.MaxValue) waitMs = -1;
                // An answer stays at the head until a turn in which nobody wants it.
                if (answer is not null && !taken) _internal.TryDequeue(out _);
            }
        }
        catch (MqttCommunicationException)
        {
            if (task is not null) _inflight.Enqueue(task);
            OnConnectionClosing();
        }
    }

    // True when the answer was this one's.
    private bool Turn(MqttTask task, MqttPacket? answer, ref int waitMs)
    {
        if (task.Waits) return Await(task, answer, ref waitMs);
        if (!task.Ours) Deliver(task.Packet);
        else if (task.Packet is { Kind: MqttKind.Publish, Assured: false }) Send(task.Packet);
        else Attempt(task, ref waitMs);
        return false;
    }

    private void Deliver(MqttPacket packet)
    {
        if (packet.Assured) Send(new MqttPacket(MqttKind.PublishAck, packet.Id));
        Raise(() => MqttMsgPublishReceived?.Invoke(this, new MqttMsgPublishEventArgs(packet.Topic, packet.Payload, packet.Retain)));
    }

    private void Attempt(MqttTask task, ref int waitMs)
    {
        task.Waits = true;
        task.SentMs = _interpreter.NowMs;
        task.Attempts++;
        waitMs = Math.Min(waitMs, Settings.DelayOnRetry);
        var again = task.Attempts > 1 && task.Packet.Kind == MqttKind.Publish;
        // Acknowledged meanwhile, or forgotten with an answer to a ping: it leaves without a word.
        if (again && !_unanswered.Contains(task.Packet.Id)) return;
        if (again) task.Packet = task.Packet with { Again = true };
        Send(task.Packet);
        _inflight.Enqueue(task);
    }

    private bool Await(MqttTask task, MqttPacket? answer, ref int waitMs)
    {
        if (answer is not null && answer.Id == task.Packet.Id && answer.Kind == task.Packet.Kind + 1)
        {
            if (answer.Kind == MqttKind.SubscribeAck) Raise(() => MqttMsgSubscribed?.Invoke(this, new MqttMsgSubscribedEventArgs(answer.Id)));
            else Raise(() => MqttMsgPublished?.Invoke(this, new MqttMsgPublishedEventArgs(answer.Id, true)));
            return true;
        }

        var goneMs = _interpreter.NowMs - task.SentMs;
        if (goneMs < Settings.DelayOnRetry)
        {
            waitMs = (int)Math.Min(waitMs, Settings.DelayOnRetry - goneMs);
            _inflight.Enqueue(task);
        }
        else if (task.Attempts < Settings.AttemptsOnRetry)
        {
            task.Waits = false;
            waitMs = 0;
            _inflight.Enqueue(task);
        }
        else if (task.Packet.Kind == MqttKind.Publish)
        {
            Raise(() => MqttMsgPublished?.Invoke(this, new MqttMsgPublishedEventArgs(task.Packet.Id, false)));
        }

        return false;
    }
}
