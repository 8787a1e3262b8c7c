using System.Buffers;

namespace Decent.Instance;

/// <summary>Names of instances and nodes: <c>[a-z0-9-]{4,32}</c>.</summary>
public static class InstanceName
{
    /// <summary>The rule as a sentence for whoever broke it.</summary>
    public const string Rule = "A name has 4 to 32 characters, each a lower-case letter a-z, a digit or '-'.";

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Whether a name obeys <see cref="Rule"/>.</summary>
    public static bool IsValid(ReadOnlySpan<char> name) => name.Length is >= 4 and <= 32 && !name.ContainsAnyExcept(Allowed);

    /// <summary>A valid name made from any text, such as a host name; the same text gives the same name.</summary>
    public static string From(string text)
    {
        var name = new string([.. text.ToLowerInvariant().Where(c => Allowed.Contains(c)).Take(32)]);
        return name.Length >= 4 ? name : (name + "-decent").TrimStart('-');
    }
}
