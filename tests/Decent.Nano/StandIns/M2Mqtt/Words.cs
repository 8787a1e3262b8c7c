using System;

namespace nanoFramework.M2Mqtt
{
    internal enum MqttSslProtocols
    {
        None = 0,
        TLSv1_2 = 4,
    }

    internal sealed class MqttSettings
    {
        public bool ValidateServerCertificate { get; set; } = true;

        public const int DefaultTimeout = 30_000;

        /// <summary>Milliseconds that a message waits for its answer before it is sent again, and attempts in all.</summary>
        public int DelayOnRetry => 1_000;

        public int AttemptsOnRetry => 3;

        public int InflightQueueSize { get; set; } = int.MaxValue;
    }

    internal static class IMqttClient
    {
        public delegate void MqttMsgPublishEventHandler(object sender, Messages.MqttMsgPublishEventArgs e);

        public delegate void MqttMsgPublishedEventHandler(object sender, Messages.MqttMsgPublishedEventArgs e);

        public delegate void MqttMsgSubscribedEventHandler(object sender, Messages.MqttMsgSubscribedEventArgs e);
    }
}

namespace nanoFramework.M2Mqtt.Messages
{
    internal enum MqttQoSLevel
    {
        AtMostOnce = 0,
        AtLeastOnce = 1,
    }

    internal enum MqttReasonCode
    {
        Success = 0,
        ClientIdentifierNotValid = 133,
        BadUserNameOrPassword = 134,
        NotAuthorized = 135,
        ConnectionRefusedIdentifierRejected = 2,
        ConnectionRefusedBadUserNameOrPassword = 4,
        ConnectionRefusedNotAuthorized = 5,
    }

    internal sealed class MqttMsgPublishEventArgs(string topic, byte[] message, bool retain) : EventArgs
    {
        public string Topic { get; } = topic;

        public byte[] Message { get; } = message;

        public bool Retain { get; } = retain;
    }

    internal sealed class MqttMsgPublishedEventArgs(ushort id, bool published) : EventArgs
    {
        public ushort MessageId { get; } = id;

        public bool IsPublished { get; } = published;
    }

    internal sealed class MqttMsgSubscribedEventArgs(ushort id) : EventArgs
    {
        public ushort MessageId { get; } = id;
    }
}

namespace nanoFramework.M2Mqtt.Exceptions
{
    internal enum MqttClientErrorCode
    {
        InflightQueueFull = 11,
    }

    internal sealed class MqttClientException(MqttClientErrorCode code) : Exception
    {
        public MqttClientErrorCode ErrorCode { get; } = code;
    }

    internal sealed class MqttCommunicationException : Exception
    {
        public MqttCommunicationException()
        {
        }

        public MqttCommunicationException(Exception inner)
            : base("", inner)
        {
        }
    }

    internal sealed class MqttConnectionException(string message, Exception inner) : Exception(message, inner);
}
