using System.Globalization;
using Decent.Protocol;

namespace Decent.Instance.Index;

/// <summary>The name of a version for people: <c>YYYYMMDD-N-instanceId</c>.</summary>
/// <param name="Day">UTC day of the version.</param>
/// <param name="Number">Which version of the resource on that day, from 1.</param>
/// <param name="InstanceId">Instance that made it, <c>[a-z0-9-]{4,32}</c>.</param>
public readonly record struct VersionLabel(DateOnly Day, int Number, string InstanceId)
{
    /// <summary>The label after <paramref name="previous"/>, which belongs to an earlier version of the same resource.</summary>
    public static VersionLabel After(string? previous, DateTimeOffset time, string instanceId)
    {
        var day = DateOnly.FromDateTime(time.UtcDateTime);
        var number = TryParse(previous, out var before) && before.Day == day ? before.Number + 1 : 1;
        return new VersionLabel(day, number, instanceId);
    }

    /// <summary>Reads a label.</summary>
    /// <returns>False for anything else.</returns>
    public static bool TryParse(string? text, out VersionLabel label)
    {
        label = default;
        var parts = (text ?? "").Split('-', 3);
        if (parts.Length < 3 || !NodeName.IsValid(parts[2])
            || !DateOnly.TryParseExact(parts[0], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
            return false;
        label = new VersionLabel(day, number, parts[2]);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Day:yyyyMMdd}-{Number}-{InstanceId}";
}
