namespace Decent.Mqtt.Tests.MqttNet;

public sealed class MqttNetLinkPoisonTests : MqttLinkPoisonContract
{
    private protected override IMqttLink Make(MqttLinkOptions options, EventLog? log = null) =>
        MqttLinks.Create(options, MqttLinkKind.MqttNet, TimeProvider.System, log ?? new EventLog());
}
