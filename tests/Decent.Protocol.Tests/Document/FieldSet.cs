using System.Globalization;
using System.Text;

namespace Decent.Protocol.Tests.Document;

/// <summary>
/// The fields of one message by name, in the document's spelling made canonical: numbers in decimal, bytes in lower-case hexadecimal. It remembers
/// which were asked for, so that a field of the document that no code looks at is noticed.
/// </summary>
public sealed class FieldSet
{
    private readonly Dictionary<string, string> _values = [];
    private readonly HashSet<string> _asked = [];

    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>Names of fields that nobody has read.</summary>
    public IEnumerable<string> Unread => _values.Keys.Where(name => !_asked.Contains(name));

    public bool Has(string name) => _values.ContainsKey(name);

    public FieldSet Set(string name, ulong value)
    {
        _values[name] = value.ToString(CultureInfo.InvariantCulture);
        return this;
    }

    /// <summary>A number that may be negative.</summary>
    public FieldSet SetSigned(string name, int value)
    {
        _values[name] = value.ToString(CultureInfo.InvariantCulture);
        return this;
    }

    public FieldSet Set(string name, byte[] value) => Set(name, value, 0, value.Length);

    public FieldSet Set(string name, byte[] source, int offset, int count)
    {
        _values[name] = Convert.ToHexStringLower(source, offset, count);
        return this;
    }

    /// <summary>Adds a line of the document; a name given again continues its bytes.</summary>
    public void Add(string name, string text) => _values[name] = _values.GetValueOrDefault(name, "") + Canonical(text);

    public ulong Number(string name) => ulong.Parse(Text(name), CultureInfo.InvariantCulture);

    public int Signed(string name) => int.Parse(Text(name), CultureInfo.InvariantCulture);

    public byte[] Octets(string name) => Convert.FromHexString(Text(name));

    /// <summary>A field that the document gave in double quotes.</summary>
    public string Quoted(string name) => Encoding.UTF8.GetString(Octets(name));

    private string Text(string name)
    {
        _asked.Add(name);
        return _values.TryGetValue(name, out string? value) ? value : throw new KeyNotFoundException($"The vector has no field {name}.");
    }

    private static string Canonical(string text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return ulong.Parse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        }

        if (text.StartsWith('"'))
        {
            return Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text[1..^1]));
        }

        return text.StartsWith("pattern ", StringComparison.Ordinal)
            ? Convert.ToHexStringLower(Some.Pattern(int.Parse(text[8..], CultureInfo.InvariantCulture)))
            : text;
    }
}
