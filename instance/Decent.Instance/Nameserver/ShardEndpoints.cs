using System.Globalization;
using Decent.Content.Shards;
using Decent.Instance.Index;
using Decent.Protocol;

namespace Decent.Instance.Nameserver;

/// <summary>How shards and groups are, for whoever has a copy to compare.</summary>
internal static class ShardEndpoints
{
    /// <summary>Parts of a tree in one question.</summary>
    public const int PartsMax = 64;

    public static Task GroupsAsync(HttpContext context, ShardStates shards)
    {
        var listing = shards.Listing();
        return NameAnswers.IsKnown(context, Tag(listing.Writes, listing.Node)) ? Task.CompletedTask : NameAnswers.WriteAsync(context, listing.ToJson());
    }

    public static Task GroupAsync(HttpContext context, string text, ShardStates shards)
    {
        var group = new byte[1];
        if (!Hex.TryRead(text, group) || text.Any(char.IsAsciiLetterUpper))
            return NameAnswers.ProblemAsync(context, StatusCodes.Status400BadRequest, "A group is two lower-case hexadecimal digits, 00 to ff.");
        var state = shards.Group(group[0]);
        return NameAnswers.IsKnown(context, Tag(state.Writes, state.Node))
            ? Task.CompletedTask
            : NameAnswers.WriteAsync(context, shards.Listing(group[0]).ToJson());
    }

    public static Task ShardAsync(HttpContext context, string text, ShardStates shards)
    {
        if (!TryRead(text, out var shard) || shard >= ShardTree.Shards)
            return NameAnswers.ProblemAsync(context, StatusCodes.Status400BadRequest, $"A shard is a number from 0 to {ShardTree.Shards - 1}.");
        var query = context.Request.Query;
        Func<ShardAnswer> answer = () => shards.Tell((int)shard);
        if (query.ContainsKey("since"))
        {
            if (query.ContainsKey("at") || query["since"] is not [{ } count] || !TryRead(count, out var since))
                return NameAnswers.ProblemAsync(context, StatusCodes.Status400BadRequest, "Ask with one since= and the shard's count, and without at=.");
            answer = () => shards.TellSince((int)shard, since);
        }
        else if (query.ContainsKey("at"))
        {
            if (query["at"] is not [{ } names] || names.Split(',') is not { Length: <= PartsMax } parts || !parts.All(p => ShardTree.IsPart((int)shard, p)))
                return NameAnswers.ProblemAsync(context, StatusCodes.Status400BadRequest,
                    $"Ask with one at= and up to {PartsMax} parts, each empty for the whole or 5 to 64 hexadecimal digits of the shard, with commas between.");
            answer = () => shards.TellParts((int)shard, parts);
        }
        var state = shards.State((int)shard);
        return NameAnswers.IsKnown(context, Tag(state.Count, state.Node)) ? Task.CompletedTask : NameAnswers.WriteAsync(context, answer().ToJson());
    }

    private static string Tag(long count, ShardNode node) => $"{count}-{Convert.ToHexStringLower(node.Hash.AsSpan(0, ShardMark.PrefixLength))}";

    private static bool TryRead(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number.ToString(CultureInfo.InvariantCulture) == text;
}
