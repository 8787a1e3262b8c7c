using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Decent.Edge.Fetching.Sharing;

/// <summary>What one edge tells another of a file that it fetches or has; PROTOCOL.md, "Sharing a fetch".</summary>
/// <param name="Node">The teller's id.</param>
/// <param name="At">Where it serves HTTP on this LAN; port 0: nowhere.</param>
/// <param name="Feeds">It takes leaves from the instance.</param>
/// <param name="Have">One bit per leaf that it can give.</param>
/// <param name="Busy">Leaves on their way to it from the instance, at most <see cref="BusyMax"/>.</param>
internal sealed record SharingState(ulong Node, IPEndPoint At, bool Feeds, byte[] Have, int[] Busy)
{
    /// <summary>Bytes of the JSON at most: a bit for each of 2,000,000 leaves, which are all that a manifest can name.</summary>
    public const int JsonBytesMax = 512 * 1024;

    public const int BusyMax = 8;

    /// <summary>It speaks of a file with so many leaves.</summary>
    public bool IsOf(int leaves) => Have.Length == (leaves + 7) / 8;

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(
        new SharingText
        {
            Node = Node.ToString("x16", CultureInfo.InvariantCulture),
            At = At.ToString(),
            Feeds = Feeds,
            Have = Base64Url.EncodeToString(Have),
            Busy = Busy.Length > BusyMax ? Busy[..BusyMax] : Busy,
        },
        SharingJson.Default.SharingText);

    /// <summary>False for anything but a state as <see cref="ToJson"/> writes it.</summary>
    public static bool TryParse(ReadOnlySpan<byte> json, [NotNullWhen(true)] out SharingState? state)
    {
        state = null;
        try
        {
            SharingText? text = json.Length <= JsonBytesMax ? JsonSerializer.Deserialize(json, SharingJson.Default.SharingText) : null;
            if (text is { Busy.Length: <= BusyMax, Node.Length: 16, Have: { } have } && Base64Url.IsValid(have)
                && ulong.TryParse(text.Node, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong node)
                && IPEndPoint.TryParse(text.At ?? "", out IPEndPoint? at))
            {
                state = new SharingState(node, at, text.Feeds, Base64Url.DecodeFromChars(have), text.Busy);
            }
        }
        catch (JsonException)
        {
            // Not JSON, or of another shape: it is no state.
        }

        return state is not null;
    }
}
