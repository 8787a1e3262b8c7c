using Decent.Firmware.Bus;
using Decent.Firmware.Configuration;
using Decent.Firmware.Ports;
using Decent.Firmware.Pulling;
using Decent.Peer;
using Decent.Peer.Answering;
using Decent.Protocol;

namespace Decent.Firmware.Bootstrap
{
    /// <summary>
    /// Does what a bootstrap answer says, and takes back what the one before said and this one does not. What is missing or out of range leaves what
    /// the node has; 0 is its own setting.
    /// </summary>
    public sealed class BootstrapOrders
    {
        private readonly Identity _identity;
        private readonly Responder _responder;
        private readonly BlockPull _pull;
        private readonly NodeReport _report;
        private readonly ICacheOrders _cache;
        private readonly PullQueue _queue;
        private readonly bool _learnsBroker;
        private readonly int _ownOffered;
        private readonly int _ownBlocks;
        private int _toldBlocks;
        private byte[] _held = new byte[0];

        /// <summary>The broker is learnt only when <paramref name="identity"/> names none now; <paramref name="own"/>: the node's own settings.</summary>
        public BootstrapOrders(NodeOptions own, Identity identity, Responder responder, BlockPull pull, NodeReport report, ICacheOrders cache,
            PullQueue queue)
        {
            _identity = identity;
            _responder = responder;
            _pull = pull;
            _report = report;
            _cache = cache;
            _queue = queue;
            _learnsBroker = identity.BrokerHost.Length == 0;
            _ownOffered = own.OfferedBytesPerSecond;
            _ownBlocks = own.Cache.Blocks > 0 ? own.Cache.Blocks : own.Cache.Layout.BlocksMax;
        }

        /// <summary>To be called while nothing is being fetched.</summary>
        public void Apply(BootstrapAnswer answer)
        {
            Learn(answer);
            if (answer.Edge != null) _pull.Hint = BootstrapFields.TryReadSource(answer.Edge, out string edge) && !IsKnown(edge) ? edge : "";
            Offer(answer.Offered == 0 ? _ownOffered : answer.Offered);
            Resize(answer.Blocks);
            if (answer.Hold != null) Hold(answer.Hold);
        }

        // A broker whose authority cannot be read is not taken at all: the secret must not go out in plain.
        private void Learn(BootstrapAnswer answer)
        {
            if (!BootstrapFields.TryReadBroker(answer.Broker, out string host, out int port) || !BootstrapFields.TryReadCa(answer.Ca, out byte[] ca)) return;
            if (!_learnsBroker && (host != _identity.BrokerHost || port != _identity.BrokerPort)) return;
            _identity.BrokerHost = host;
            _identity.BrokerPort = port;
            _identity.BrokerCa = ca;
        }

        private bool IsKnown(string edge)
        {
            for (int i = 0; i < _pull.Sources.Length; i++)
            {
                if (_pull.Sources[i] == edge) return true;
            }

            return false;
        }

        private void Offer(int offered)
        {
            bool isNew = offered != _report.OfferedBytesPerSecond;
            if (!isNew || offered < BoardRecord.OfferedMin || offered > BoardRecord.OfferedMax) return;
            _responder.Offer(offered);
            _report.OfferedBytesPerSecond = offered;
        }

        // Only a change counts: a command's resize stands until then.
        private void Resize(int blocks)
        {
            if (blocks == _toldBlocks || blocks < 0 || blocks > BoardRecord.BlocksMax) return;
            _toldBlocks = blocks;
            _cache.Resize(blocks == 0 ? _ownBlocks : blocks);
        }

        private void Hold(string[] tags)
        {
            byte[] now = Read(tags);
            for (int at = 0; at < _held.Length; at += Limits.TagBytes)
            {
                if (!Contains(now, _held, at)) Release(at);
            }

            _held = now;
            for (int at = 0; at < now.Length; at += Limits.TagBytes)
            {
                if (_cache.Holds(now, at)) _cache.Pin(now, at);
                else _queue.TryHold(now, at);
            }
        }

        private void Release(int at)
        {
            _queue.Remove(_held, at);
            _cache.Unpin(_held, at);
        }

        private static byte[] Read(string[] tags)
        {
            byte[] all = new byte[BootstrapFields.HoldMax * Limits.TagBytes];
            byte[] tag = new byte[Limits.TagBytes];
            int count = 0;
            for (int i = 0; i < tags.Length && count < all.Length; i++)
            {
                if (!BootstrapFields.TryReadTag(tags[i], tag)) continue;
                System.Array.Copy(tag, 0, all, count, tag.Length);
                count += tag.Length;
            }

            byte[] read = new byte[count];
            System.Array.Copy(all, 0, read, 0, count);
            return read;
        }

        private static bool Contains(byte[] tags, byte[] tag, int offset)
        {
            for (int at = 0; at < tags.Length; at += Limits.TagBytes)
            {
                if (Tag.Same(tags, at, tag, offset, Limits.TagBytes)) return true;
            }

            return false;
        }
    }
}
