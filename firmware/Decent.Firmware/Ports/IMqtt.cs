namespace Decent.Firmware.Ports
{
    /// <summary>
    /// One MQTT client that connects when told and never by itself. Every member returns at once: the adapter's own thread does what blocks, and
    /// bounded queues stand between the two.
    /// </summary>
    public interface IMqtt
    {
        MqttState State { get; }

        /// <summary>
        /// Begins one attempt with a retained last will of level 1, and subscribes to all <paramref name="filters"/> before the state is Connected.
        /// It ends within a minute whatever the broker does. Only in the states Idle, Lost and Refused.
        /// </summary>
        void Open(string willTopic, string willText, string[] filters);

        /// <summary>
        /// Queues a copy, level 1 when <paramref name="assured"/>. False when there is no connection or the queue is full: the message is then lost.
        /// </summary>
        bool Publish(string topic, byte[] payload, int count, bool assured, bool retain);

        /// <summary>
        /// Takes the oldest message received, at most <see cref="Decent.Protocol.Limits.FrameBytesMax"/> bytes into <paramref name="payload"/>; its
        /// length, or -1 for none. Longer ones were dropped. <paramref name="retained"/>: the broker had kept it, it is no news.
        /// </summary>
        int TryReceive(byte[] payload, out string topic, out bool retained);

        /// <summary>Sends what is queued, waits for its acknowledgement and says goodbye, so that the broker discards the will. Ends in Idle.</summary>
        void Close();
    }
}
