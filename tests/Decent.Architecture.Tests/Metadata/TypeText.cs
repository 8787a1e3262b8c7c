namespace Decent.Architecture.Tests.Metadata;

/// <summary>A type as the API listings write it, and what it is made of.</summary>
internal readonly record struct TypeText(string Text, Trait Traits)
{
    public TypeText(string text)
        : this(text, text == "System.Decimal" ? Trait.Decimal : Trait.None)
    {
    }
}
