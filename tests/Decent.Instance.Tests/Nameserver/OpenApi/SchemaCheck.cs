using System.Text.Json;
using System.Text.RegularExpressions;

namespace Decent.Instance.Tests.Nameserver.OpenApi;

/// <summary>The part of JSON Schema that <c>openapi.json</c> uses. A keyword that it does not know is a failure, so that nothing is passed over.</summary>
internal sealed class SchemaCheck(JsonElement document)
{
    private static readonly HashSet<string> Annotations = ["description"];

    /// <summary>What is wrong, each with its place; empty when the value is as the schema has it.</summary>
    public IReadOnlyList<string> Check(JsonElement schema, JsonElement value, string at = "$")
    {
        if (schema.ValueKind == JsonValueKind.True)
            return [];
        var wrong = new List<string>();
        foreach (var keyword in schema.EnumerateObject().Where(k => !Annotations.Contains(k.Name)))
            wrong.AddRange(Check(schema, keyword.Name, keyword.Value, value, at));
        return wrong;
    }

    /// <summary>What a reference within the document stands for; anything else itself.</summary>
    public JsonElement Resolve(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("$ref", out var reference))
            return element;
        return reference.GetString()!.Split('/').Skip(1).Aggregate(document, (at, name) => at.GetProperty(name));
    }

    private IEnumerable<string> Check(JsonElement schema, string keyword, JsonElement rule, JsonElement value, string at) => keyword switch
    {
        "$ref" => Check(Resolve(schema), value, at),
        "type" => If(IsType(rule.GetString()!, value), $"{at} is {value.ValueKind}, not {rule}"),
        "const" => If(JsonElement.DeepEquals(rule, value), $"{at} is {value}, not {rule}"),
        "enum" => If(rule.EnumerateArray().Any(e => JsonElement.DeepEquals(e, value)), $"{at} is {value}, not one of {rule}"),
        "pattern" => If(value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule.GetString()!), $"{at} '{value}' is not {rule}"),
        "minLength" => If(Length(value) >= rule.GetInt32(), $"{at} is shorter than {rule}"),
        "maxLength" => If(Length(value) <= rule.GetInt32(), $"{at} is longer than {rule}"),
        "minimum" => If(Number(value) >= rule.GetInt64(), $"{at} is below {rule}"),
        "maximum" => If(Number(value) <= rule.GetInt64(), $"{at} is above {rule}"),
        "minItems" => If(Items(value) >= rule.GetInt32(), $"{at} has fewer than {rule} items"),
        "maxItems" => If(Items(value) <= rule.GetInt32(), $"{at} has more than {rule} items"),
        "required" => rule.EnumerateArray().Where(name => !Has(value, name.GetString()!)).Select(name => $"{at} has no {name}"),
        "properties" => Members(value).Where(m => rule.TryGetProperty(m.Name, out _))
            .SelectMany(m => Check(rule.GetProperty(m.Name), m.Value, $"{at}.{m.Name}")),
        "additionalProperties" => Members(value).Where(m => !schema.GetProperty("properties").TryGetProperty(m.Name, out _))
            .Select(m => $"{at}.{m.Name} is not in the document"),
        "items" => value.ValueKind != JsonValueKind.Array ? [] : value.EnumerateArray().SelectMany((v, i) => Check(rule, v, $"{at}[{i}]")),
        "oneOf" => Alternatives(rule, value, at, most: 1),
        "anyOf" => Alternatives(rule, value, at, most: int.MaxValue),
        _ => throw new NotSupportedException($"The check does not know the keyword {keyword}."),
    };

    private IEnumerable<string> Alternatives(JsonElement rule, JsonElement value, string at, int most)
    {
        var answers = rule.EnumerateArray().Select(schema => Check(schema, value, at)).ToList();
        var good = answers.Count(a => a.Count == 0);
        return If(good >= 1 && good <= most, $"{at} is {good} of the alternatives: {string.Join("; ", answers.MinBy(a => a.Count)!)}");
    }

    private static bool IsType(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new NotSupportedException($"The check does not know the type {type}."),
    };

    private static IEnumerable<string> If(bool good, string wrong) => good ? [] : [wrong];

    private static int Length(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()!.Length : 0;

    private static int Items(JsonElement value) => value.ValueKind == JsonValueKind.Array ? value.GetArrayLength() : 0;

    private static long Number(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : 0;

    private static bool Has(JsonElement value, string name) => value.ValueKind != JsonValueKind.Object || value.TryGetProperty(name, out _);

    private static IEnumerable<JsonProperty> Members(JsonElement value) => value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : [];
}
