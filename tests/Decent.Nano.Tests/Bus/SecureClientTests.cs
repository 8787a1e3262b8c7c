using Decent.Firmware.Device;
using Decent.Firmware.Ports;

namespace Decent.Nano.Tests.Bus;

/// <summary>A broker whose authority was learnt is verified by it, from the next attempt on.</summary>
public sealed class SecureClientTests
{
    [Fact]
    public void An_authority_makes_a_secure_client_and_another_one_a_new_client() => Interpreter.Run(
        nano =>
        {
            _ = new Broker { Code = 5 };
            var identity = Some.Identity();
            BusClient bus = new(identity);
            bus.AttemptUntil(nano, MqttState.Refused);
            Assert.Equal((1, 0), (nano.Census.MqttClients, nano.Census.SecureMqttClients));
            foreach (var (ca, clients) in ((byte[], int)[])[([0x30, 1], 1), ([0x30, 1], 1), ([0x30, 2], 2)])
            {
                identity.BrokerCa = ca;
                bus.AttemptUntil(nano, MqttState.Refused);
                Assert.Equal((1 + clients, clients), (nano.Census.MqttClients, nano.Census.SecureMqttClients));
                BusStory.AssertClean(nano);
            }
        },
        1);
}
