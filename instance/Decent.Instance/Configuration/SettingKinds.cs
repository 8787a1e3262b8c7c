using System.Globalization;

namespace Decent.Instance.Configuration;

/// <summary>What settings take.</summary>
internal static class SettingKinds
{
    /// <summary>A whole number, both bounds included.</summary>
    public static OneSetting<long> Whole(string key, long least, long most, long usual, string help, string? flag = null, bool isCommon = false) =>
        new(key, $"a whole number from {least} to {most}", help, usual, (string text, out long value) =>
            long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && value >= least && value <= most)
        {
            ValueName = "N", Flag = flag, IsCommon = isCommon,
        };

    /// <summary>A time in seconds, both bounds included; parts of a second are written with a point.</summary>
    public static OneSetting<TimeSpan> Seconds(string key, double least, double most, TimeSpan usual, string help) =>
        new(key, FormattableString.Invariant($"seconds from {least} to {most}"), help, usual, (string text, out TimeSpan value) =>
        {
            var isNumber = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
                && seconds >= least && seconds <= most;
            value = isNumber ? TimeSpan.FromSeconds(seconds) : default;
            return isNumber;
        }) { ValueName = "SECONDS" };

    /// <summary>On or off.</summary>
    public static OneSetting<bool> Switch(string key, bool usual, string help, string? flag = null) =>
        new(key, "true or false", help, usual, bool.TryParse)
        {
            ValueName = "BOOL", Flag = flag, FlagMeans = flag is null ? null : usual ? "false" : "true", IsCommon = flag is not null,
        };

    /// <summary>Text that keeps a rule.</summary>
    public static OneSetting<string?> Text(string key, string allowed, string? usual, string help, string valueName, Func<string, bool> allows,
        string? flag = null, bool isCommon = false, bool isSecret = false, string? alias = null) =>
        new(key, allowed, help, usual, (string text, out string? value) => allows(value = text))
        {
            ValueName = valueName, Flag = flag, IsCommon = isCommon, IsSecret = isSecret, EnvironmentAlias = alias,
        };
}
