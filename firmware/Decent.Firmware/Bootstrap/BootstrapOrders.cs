using Decent.Firmware.Bus;
using Decent.Firmware.Configuration;
using Decent.Firmware.Ports;
using Decent.Firmware.Pulling;
using Decent.Peer.Answering;
using Decent.Protocol;

namespace Decent.Firmware.Bootstrap
{
    /// <summary>Does what a bootstrap answer says. What is missing, empty or out of range leaves the node's own setting.</summary>
    public sealed class BootstrapOrders
    {
        private const int OfferedMin = 5_000;
        private const int OfferedMax = 100_000_000;
        private const int BlocksMax = 16_384;
        private readonly Identity _identity;
        private readonly Responder _responder;
        private readonly BlockPull _pull;
        private readonly NodeReport _report;
        private readonly ICacheOrders _cache;
        private readonly PullQueue _queue;
        private readonly string[] _sources;
        private readonly bool _learnsBroker;
        private readonly byte[] _tag = new byte[Limits.TagBytes];

        /// <summary>The broker is learnt only when <paramref name="identity"/> names none now.</summary>
        public BootstrapOrders(Identity identity, Responder responder, BlockPull pull, NodeReport report, ICacheOrders cache, PullQueue queue)
        {
            _identity = identity;
            _responder = responder;
            _pull = pull;
            _report = report;
            _cache = cache;
            _queue = queue;
            _sources = identity.Sources;
            _learnsBroker = identity.BrokerHost.Length == 0;
        }

        /// <summary>To be called while nothing is being fetched.</summary>
        public void Apply(BootstrapAnswer answer)
        {
            if (_learnsBroker && BootstrapFields.TryReadBroker(answer.Broker, out string host, out int port))
            {
                _identity.BrokerHost = host;
                _identity.BrokerPort = port;
            }

            if (answer.Edge != null) _pull.Sources = SourcesWith(answer.Edge);
            if (answer.Offered >= OfferedMin && answer.Offered <= OfferedMax)
            {
                _responder.Offer(answer.Offered);
                _report.OfferedBytesPerSecond = answer.Offered;
            }

            if (answer.Blocks >= 1 && answer.Blocks <= BlocksMax) _cache.Resize(answer.Blocks);
            if (answer.Hold != null) Hold(answer.Hold);
        }

        private string[] SourcesWith(string text)
        {
            if (!BootstrapFields.TryReadSource(text, out string edge)) return _sources;
            if (_identity.Instance.Length == 0) return new[] { edge };
            return new[] { edge, _identity.Instance };
        }

        private void Hold(string[] tags)
        {
            for (int i = 0; i < tags.Length && i < BootstrapFields.HoldMax; i++)
            {
                if (!BootstrapFields.TryReadTag(tags[i], _tag)) continue;
                if (_cache.Holds(_tag, 0)) _cache.Pin(_tag, 0);
                else _queue.TryAdd(_tag, 0, true);
            }
        }
    }
}
