namespace Decent.Mqtt.Tests;

public sealed class LibMosquittoLinkTests : MqttLinkContract
{
    private protected override IMqttLink Make(MqttLinkOptions options, EventLog? log = null) =>
        MqttLinks.Create(options, MqttLinkKind.LibMosquitto, TimeProvider.System, log ?? new EventLog());
}
