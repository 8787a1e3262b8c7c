using Decent.Protocol;

namespace Decent.Instance;

/// <summary>Names of instances, which obey the rule of nodes' names: <see cref="NodeName.IsValid"/>.</summary>
public static class InstanceName
{
    /// <summary>The rule as a sentence for whoever broke it.</summary>
    public const string Rule = "A name has 4 to 32 characters, each a lower-case letter a-z, a digit or '-'.";

    /// <summary>A valid name made from any text, such as a host name; the same text gives the same name.</summary>
    public static string From(string text)
    {
        var allowed = text.ToLowerInvariant().Where(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
        var name = new string([.. allowed.Take(Limits.NodeNameCharsMax)]);
        return NodeName.IsValid(name) ? name : (name + "-decent").TrimStart('-');
    }
}
