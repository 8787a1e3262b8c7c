namespace Decent.Mqtt.LibMosquitto;

/// <summary>What a handle is told before it connects.</summary>
internal static unsafe class SessionSetup
{
    /// <summary>The library's code; <paramref name="what"/> names the option that it did not take.</summary>
    public static int Configure(nint handle, MqttLinkOptions options, MqttMessage? will, int protocol, out string what)
    {
        what = "protocol version";
        var code = Native.IntOption(handle, Native.OptionProtocolVersion, protocol);
        if (code != Native.Success)
            return code;
        // A small message followed by silence must not wait for an acknowledgement of the one before it. Older libraries lack the option.
        _ = Native.IntOption(handle, Native.OptionTcpNoDelay, 1);
        what = "user name or password";
        if (options.UserName is not null)
            code = Native.UserNameSet(handle, options.UserName, options.Password);
        if (code != Native.Success)
            return code;
        what = "the will";
        code = SetWill(handle, will);
        if (code != Native.Success || options.CaFile is null)
            return code;
        what = $"the certificate authorities in {options.CaFile} (is it there, readable and PEM?)";
        code = Native.TlsSet(handle, options.CaFile, null, null, null, 0);
        return code != Native.Success ? code : Native.TlsInsecureSet(handle, !options.VerifyHostName);
    }

    /// <summary>
    /// Opens the socket. The properties tell the broker never to send more than we would take: the library itself allocates whatever
    /// length a packet claims.
    /// </summary>
    public static int Connect(nint handle, MqttLinkOptions options, int protocol)
    {
        nint properties = 0;
        try
        {
            if (protocol == Native.ProtocolV5)
            {
                var packetBytesMax = (uint)options.MessageBytesMax + ushort.MaxValue;
                _ = Native.PropertyAddInt32(ref properties, Native.PropertyMaximumPacketSize, packetBytesMax);
                if (options.SessionExpirySeconds > 0)
                    _ = Native.PropertyAddInt32(ref properties, Native.PropertySessionExpiry, (uint)options.SessionExpirySeconds);
            }
            return Native.Connect(handle, options.Host, options.Port, options.KeepAliveSeconds, options.BindAddress, properties);
        }
        finally
        {
            Native.PropertyFreeAll(ref properties);
        }
    }

    private static int SetWill(nint handle, MqttMessage? will)
    {
        if (will is null)
            return Native.Success;
        fixed (byte* payload = will.Payload.Span)
            return Native.WillSet(handle, will.Topic, will.Payload.Length, payload, (int)will.Qos, will.Retain);
    }
}
