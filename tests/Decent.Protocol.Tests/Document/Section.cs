namespace Decent.Protocol.Tests.Document;

/// <summary>A heading of the document and the tables below it.</summary>
public sealed class Section(string heading)
{
    public string Heading { get; } = heading;

    /// <summary>Each table as rows of cells, its header first and its rule of dashes left out; backticks are taken off.</summary>
    public List<List<string[]>> Tables { get; } = [];

    /// <summary>The message's kind when the heading names one in backticks, or "".</summary>
    public string Kind => Heading.StartsWith('`') ? Heading[1..Heading.IndexOf('`', 1)] : "";
}
