namespace Decent.Instance.Configuration;

/// <summary>A setting with one value or more.</summary>
public sealed class ListSetting : Setting
{
    private readonly Func<string, bool> _allows;

    internal ListSetting(string key, string allowed, string help, IReadOnlyList<string> @default, Func<string, bool> allows) : base(key, allowed, help) =>
        (DefaultTexts, _allows) = (@default, allows);

    /// <inheritdoc/>
    public override bool IsList => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> DefaultTexts { get; }

    /// <inheritdoc/>
    public override bool Allows(IReadOnlyList<string> texts) => texts.Count > 0 && texts.All(_allows);
}
