using System.Reflection;

namespace Decent.World;

/// <summary>
/// What an object and all that it keeps would take of nanoFramework's heap, which deals in blocks of 12 bytes: one for an object's head and one for
/// each field; an array has a head and its elements, rounded up (CLR_RT_HeapBlock, CLR_RT_HeapBlock_Array upstream). Statics, code and other objects'
/// references to it do not count.
/// </summary>
public sealed class NanoHeap
{
    private const int Block = 12;
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly SortedDictionary<string, int> _byType = new(StringComparer.Ordinal);

    /// <summary>Bytes in all; <paramref name="outside"/> and what only they keep are left out.</summary>
    public static (int Bytes, IReadOnlyList<string> Largest) Of(object root, params object[] outside)
    {
        NanoHeap heap = new();
        foreach (var one in outside) heap._seen.Add(one);
        var bytes = heap.Walk(root, root.GetType().Name);
        return (bytes, [.. heap._byType.OrderByDescending(t => t.Value).Take(40).Select(t => $"{t.Value,6} {t.Key}")]);
    }

    /// <summary>Bytes of all that the static fields of some namespaces keep.</summary>
    public static int OfStatics(IEnumerable<Type> types)
    {
        NanoHeap heap = new();
        return types.Where(type => !type.IsEnum && !type.ContainsGenericParameters)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => !field.IsLiteral && !field.FieldType.IsPrimitive).Sum(field => heap.Walk(field.GetValue(null), field.Name));
    }

    private int Walk(object? at, string path)
    {
        if (at is null || at is Type or MemberInfo or Delegate || !_seen.Add(at)) return 0;
        var type = at.GetType();
        var own = Own(at, type);
        // Arrays by the field that keeps them, objects by their kind.
        var name = at is Array ? path : type.Name;
        _byType[name] = _byType.GetValueOrDefault(name) + own;
        if (at is Array several) return own + (type.GetElementType()!.IsPrimitive ? 0 : several.Cast<object?>().Sum(one => Walk(one, path)));
        if (at is string) return own;
        return own + Fields(type).Where(f => !f.FieldType.IsPrimitive && !f.FieldType.IsEnum).Sum(f => Walk(f.GetValue(at), $"{type.Name}.{f.Name}"));
    }

    private static int Own(object at, Type type)
    {
        if (at is string text) return Block + Rounded(text.Length + 1);
        if (at is not Array array) return Block * (1 + Fields(type).Count());
        var element = type.GetElementType()!;
        return Block + Rounded(array.Length * (element.IsPrimitive ? Width(element) : Block));
    }

    private static int Width(Type primitive) => Type.GetTypeCode(primitive) switch
    {
        TypeCode.Boolean or TypeCode.Byte or TypeCode.SByte => 1,
        TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Char => 2,
        TypeCode.Int64 or TypeCode.UInt64 or TypeCode.Double => 8,
        _ => 4,
    };

    private static int Rounded(int bytes) => (bytes + Block - 1) / Block * Block;

    private static IEnumerable<FieldInfo> Fields(Type type)
    {
        for (var at = type; at is not null && at != typeof(object); at = at.BaseType)
        {
            foreach (var field in at.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                yield return field;
        }
    }
}
