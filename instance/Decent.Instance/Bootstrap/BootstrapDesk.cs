using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Decent.Hosting.Lan;
using Decent.Instance.Commands;
using Decent.Instance.Enrolment;
using Decent.Instance.Nodes;
using Decent.Peer;
using Decent.Protocol;

namespace Decent.Instance.Bootstrap;

/// <summary>Makes bootstrap answers, each proved with its node's key.</summary>
public sealed class BootstrapDesk(
    NodeRegistry registry, NodeRecords records, NodeSettingsTable settings, SmallBlocks blocks, EnrolmentOptions enrolment, TimeProvider time)
{
    /// <summary>Bytes of the largest answer.</summary>
    public const int BytesMax = 4096;

    /// <summary>Bytes of a nonce.</summary>
    public const int NonceBytes = 8;

    // A LAN is what a /24 is: births carry no mask.
    private const int LanShift = 8;

    /// <summary>The answer and its proof; false when there is no such node.</summary>
    /// <param name="node">Any text.</param>
    /// <param name="nonce">8 bytes from the node.</param>
    /// <param name="from">Where the question comes from; null unknown.</param>
    /// <param name="body">UTF-8 JSON, at most <see cref="BytesMax"/> bytes.</param>
    /// <param name="mac">64 hexadecimal digits.</param>
    public bool TryAnswer(string node, byte[] nonce, IPAddress? from, out byte[] body, out string mac)
    {
        (body, mac) = ([], "");
        if (!registry.TryGetKey(node, out var key))
            return false;
        body = JsonSerializer.SerializeToUtf8Bytes(AnswerFor(node, from), BootstrapJson.Default.BootstrapAnswer);
        // Each member has its bound; a board reads no more.
        Must.Hold(body.Length <= BytesMax);
        mac = Convert.ToHexStringLower(HMACSHA256.HashData(key, (byte[])[.. nonce, .. body]));
        return true;
    }

    private BootstrapAnswer AnswerFor(string node, IPAddress? from)
    {
        var set = settings.Of(node);
        return new BootstrapAnswer
        {
            Broker = Addresses.TryReadHost(enrolment.Broker, out _, out _) && enrolment.Trust is null or { FitsBoards: true } ? enrolment.Broker : "",
            Ca = enrolment.Trust is { FitsBoards: true } trust ? Convert.ToHexStringLower(trust.Der) : "",
            Time = time.GetUtcNow().ToUnixTimeSeconds(),
            Edge = EdgeFor(node, from),
            Offered = set.Offered,
            Blocks = set.Blocks,
            Hold = HoldOf(set),
        };
    }

    /// <summary>What is not here any more, or has grown too large since it was set, is left out; the rest is held.</summary>
    private List<string> HoldOf(NodeSettings set)
    {
        var hold = new List<string>();
        foreach (var name in set.Hold)
            if (blocks.TryResolve([name], NodeSettingsTable.HoldMax - hold.Count, out var tags, out _))
                hold.AddRange(tags.Select(t => Hex.Of(t, 0, t.Length)).Where(t => !hold.Contains(t)));
        return hold;
    }

    /// <summary>
    /// The address of the edge heard last among those alive on the LAN that the question comes from; empty for none. What a node says of its own address
    /// counts for nothing here: behind other people's routers there are as many 192.168.1.0/24 as routers.
    /// </summary>
    private string EdgeFor(string node, IPAddress? from)
    {
        if (from is null || !LanAddress.TryGet(from, out var address) || !LanAddress.IsPrivate(address))
            return "";
        var edge = records.LiveEdge(address >> LanShift, except: node);
        return edge is null ? "" : $"http://{LanAddress.Of(edge.Address)}:{edge.HttpPort}";
    }
}
