using Decent.Mqtt.LibMosquitto;
using Microsoft.Extensions.Logging;
#if MQTTNET
using Decent.Mqtt.MqttNet;
#endif

namespace Decent.Mqtt;

/// <summary>Makes links.</summary>
public static class MqttLinks
{
    /// <summary>Returns when links can be made, so that a program can say at its start what is missing.</summary>
    /// <exception cref="MqttSetupException">The library is not there.</exception>
    public static void Require() => LibMosquittoLink.Require();

    /// <summary>Makes a link that connects at once and for ever, over libmosquitto.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="MqttSetupException">The library is not there.</exception>
    public static IMqttLink Create(MqttLinkOptions options, TimeProvider time, ILogger log) =>
        Create(options, MqttLinkKind.LibMosquitto, time, log);

    /// <summary>Makes a link over the library asked for.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="MqttSetupException">The library is not there or not in this build.</exception>
    public static IMqttLink Create(MqttLinkOptions options, MqttLinkKind kind, TimeProvider time, ILogger log)
    {
        options.Validate();
        return kind switch
        {
            MqttLinkKind.LibMosquitto => LibMosquittoLink.Start(options, time, log),
#if MQTTNET
            MqttLinkKind.MqttNet => MqttNetLink.Start(options, time, log),
#endif
            _ => throw new MqttSetupException($"MQTT: this build has no {kind} client; build with -p:MqttNet=true, or use libmosquitto."),
        };
    }
}
