using Decent.Firmware.Bootstrap;
using Decent.Firmware.Ports;
using Decent.Peer.Ports;

namespace Decent.Firmware
{
    /// <summary>Everything that a node touches of the world outside; the composition fills it in whole.</summary>
    public sealed class NodePorts
    {
        public NodePorts(IUdp udp, IMqtt mqtt, IHttp http, IFlash blocks, IFlash journal,
            IHmac hmac, ICrc crc, IClock clock, IEntropy entropy, IEventSink events)
        {
            Udp = udp;
            Mqtt = mqtt;
            Http = http;
            Blocks = blocks;
            Journal = journal;
            Hmac = hmac;
            Crc = crc;
            Clock = clock;
            Entropy = entropy;
            Events = events;
        }

        public IUdp Udp { get; }

        public IMqtt Mqtt { get; }

        public IHttp Http { get; }

        /// <summary>The folder of the block cache, and nothing else.</summary>
        public IFlash Blocks { get; }

        /// <summary>The folder of small records: heartbeat, runs, what the instance said.</summary>
        public IFlash Journal { get; }

        public IHmac Hmac { get; }

        public ICrc Crc { get; }

        public IClock Clock { get; }

        public IEntropy Entropy { get; }

        public IEventSink Events { get; }

        /// <summary>Reads bootstrap answers; null: the instance is asked for none.</summary>
        public IBootstrapReader? Bootstrap { get; set; }

        /// <summary>Null where it says nothing.</summary>
        public IMemory? Memory { get; set; }
    }
}
