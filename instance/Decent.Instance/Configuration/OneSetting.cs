using System.Globalization;
using System.Text.Json.Nodes;

namespace Decent.Instance.Configuration;

/// <summary>A setting with one value.</summary>
/// <typeparam name="T">A number, a switch, a time or text.</typeparam>
public sealed class OneSetting<T> : Setting
{
    private readonly SettingReader<T> _read;
    private readonly bool _isBare;

    /// <param name="default">Null where it is made at the start.</param>
    /// <param name="read">False for what it does not take.</param>
    internal OneSetting(string key, string allowed, string help, T @default, SettingReader<T> read) : base(key, allowed, help)
    {
        (Default, _read) = (@default, read);
        _isBare = typeof(T) != typeof(string);
        DefaultTexts = @default switch
        {
            null => [],
            bool on => [on ? "true" : "false"],
            TimeSpan time => [time.TotalSeconds.ToString(CultureInfo.InvariantCulture)],
            _ => [Convert.ToString(@default, CultureInfo.InvariantCulture)!],
        };
    }

    /// <summary>What counts where nobody says otherwise.</summary>
    public T Default { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> DefaultTexts { get; }

    /// <inheritdoc/>
    public override bool Allows(IReadOnlyList<string> texts) => texts.Count == 1 && _read(texts[0], out _);

    /// <summary>The value of a text that <see cref="Allows"/> took; the default of no text.</summary>
    public T Read(IReadOnlyList<string> texts) => texts.Count == 1 && _read(texts[0], out var value) ? value : Default;

    /// <inheritdoc/>
    protected override JsonNode Json(string text) => _isBare ? Bare(text.ToLowerInvariant()) : base.Json(text);
}
