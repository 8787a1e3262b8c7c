namespace Decent.Architecture.Tests.Nano;

/// <summary>Declarations that no source names and that have to be there all the same.</summary>
internal static class SurfaceNeeds
{
    private const string Known = "one of the types that the compiler knows by name and does not go on without";
    private const string Own = "the compiler adds attribute classes of its own, for nullability, and says with this where they may stand";

    /// <summary>A type, or "type: member", and why.</summary>
    public static readonly Dictionary<string, string> OfTheCompiler = new(StringComparer.Ordinal)
    {
        ["System.Array: int get_Length()"] = "an instruction takes its place where it is called",
        ["System.AttributeUsageAttribute: void set_AllowMultiple(bool)"] = Own,
        ["System.AttributeUsageAttribute: void set_Inherited(bool)"] = Own,
        ["System.Delegate"] = Known,
        ["System.MulticastDelegate"] = Known,
        ["System.ParamArrayAttribute"] = "the sign of a params parameter",
        ["System.Reflection.AssemblyVersionAttribute: void .ctor(string)"] = "becomes a number in the assembly's name and leaves no reference",
        ["System.Reflection.DefaultMemberAttribute: void .ctor(string)"] = "the sign of a class with an indexer",
        ["System.Runtime.CompilerServices.IndexerNameAttribute: void .ctor(string)"] = "the indexer of a string is called Chars",
        ["System.UIntPtr"] = Known,
        ["System.Void"] = Known,
    };

    /// <summary>A class without a constructor is given one; declaring none would need another one to hide it.</summary>
    public static bool IsMadeByTheCompiler(string member) => member is "void .ctor()" or "protected void .ctor()";
}
