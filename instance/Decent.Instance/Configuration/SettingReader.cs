using System.Diagnostics.CodeAnalysis;

namespace Decent.Instance.Configuration;

/// <summary>Makes a value from its text.</summary>
/// <param name="text">One value as it was given.</param>
/// <param name="value">The value, when true is returned.</param>
internal delegate bool SettingReader<T>(string text, [MaybeNullWhen(false)] out T value);
