using Decent.Peer;
using Decent.Peer.Ports;
using Decent.Protocol;

namespace Decent.Firmware.Tests.Cases
{
    /// <summary>A block's id, with the HMAC of whoever runs the case.</summary>
    public static class TagCases
    {
        public static string The_empty_block_has_the_tag_of_the_document(IHmac hmac)
        {
            byte[] tag = new byte[Limits.TagBytes];
            if (!Hex.TryRead("36b66d10eba400d142965e5f8b3a12ca", tag)) return "no tag";
            if (!Tag.Matches(hmac, new byte[0], 0, tag, 0)) return "another tag";
            tag[15] ^= 1;
            return Outcome.Of(!Tag.Matches(hmac, new byte[0], 0, tag, 0), "any tag");
        }
    }
}
