namespace Decent.Instance.SmartHttp;

/// <summary>
/// Follows a body sent to <c>git-upload-pack</c>, in pieces of any size: what it asks for, and whether it stays within bounds. What is git's to
/// judge (whether a wanted object exists, say) is left to git.
/// </summary>
/// <param name="isV2">Protocol v2, whose requests say what they are; v0 and v1 otherwise.</param>
/// <param name="options">Bounds.</param>
public sealed class UploadPackRequest(bool isV2, SmartHttpOptions options)
{
    /// <summary>
    /// A server option of ours. For a clone of one branch git (2.39 and later) asks for all branches besides that one; with this option it is told of
    /// what it needs, as it is without where there are very many (<see cref="SmartHttpOptions.NarrowAbove"/>).
    /// </summary>
    public static ReadOnlySpan<byte> NarrowOption => "narrow"u8;

    /// <summary>The other: everything that is asked for, however many names that is.</summary>
    public static ReadOnlySpan<byte> AllOption => "all"u8;

    private readonly PktLineReader _reader = new();
    private Part _part = isV2 ? Part.Capabilities : Part.Arguments;
    private long _lines, _wants, _haves;

    /// <summary>What is asked for; final once <see cref="End"/> has returned.</summary>
    public UploadPackCommand Command { get; private set; }

    /// <summary>Arguments of <see cref="UploadPackCommand.LsRefs"/>.</summary>
    public LsRefs LsRefs { get; } = new();

    /// <summary>Whether <see cref="NarrowOption"/> was given.</summary>
    public bool Narrow { get; private set; }

    /// <summary>Whether <see cref="AllOption"/> was given.</summary>
    public bool All { get; private set; }

    /// <summary>The rule broken as a sentence; empty while none is.</summary>
    public string Rule { get; private set; } = "";

    /// <summary>Takes the next bytes.</summary>
    public RequestFault Take(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var fault = _reader.Read(ref bytes) switch
            {
                PktKind.Unfinished => RequestFault.None,
                PktKind.Malformed => Broken("A length is four hexadecimal digits from 0000 to fff0, and not 0002 or 0003."),
                _ when _part == Part.Over => Broken("A request of protocol v2 ends with its flush."),
                _ when ++_lines > options.LinesMax => TooMany("lines", options.LinesMax),
                PktKind.Flush => Flush(),
                PktKind.Delimiter => Delimit(),
                _ => Line(Chomp(_reader.Payload)),
            };
            if (fault != RequestFault.None)
                return fault;
        }
        return RequestFault.None;
    }

    /// <summary>Says that there are no more bytes.</summary>
    public RequestFault End() =>
        !_reader.IsBetweenLines || (isV2 && _lines > 0 && _part != Part.Over) ? Broken("The request ends before its end.")
        : RequestFault.None;

    private RequestFault Flush()
    {
        if (!isV2)
            return RequestFault.None;
        if (Command == UploadPackCommand.None && _lines > 1)
            return Broken("A request of protocol v2 names a command.");
        _part = Part.Over;
        return RequestFault.None;
    }

    private RequestFault Delimit()
    {
        if (_part != Part.Capabilities || Command == UploadPackCommand.None)
            return Broken("A delimiter stands between a command and its arguments.");
        _part = Part.Arguments;
        return RequestFault.None;
    }

    private RequestFault Line(ReadOnlySpan<byte> line) => _part == Part.Capabilities ? Capability(line) : Argument(line);

    private RequestFault Capability(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("command="u8))
            return Name(line["command="u8.Length..]);
        if (line.StartsWith("object-format="u8))
            return line.SequenceEqual("object-format=sha1"u8) ? RequestFault.None : Broken("The repository's object format is sha1.");
        if (line.StartsWith("server-option="u8))
        {
            Narrow |= line["server-option="u8.Length..].SequenceEqual(NarrowOption);
            All |= line["server-option="u8.Length..].SequenceEqual(AllOption);
            return RequestFault.None;
        }
        return line.StartsWith("agent="u8) ? RequestFault.None : Broken("A capability is asked for that was not offered.");
    }

    private RequestFault Name(ReadOnlySpan<byte> command)
    {
        if (Command != UploadPackCommand.None)
            return Broken("A request has one command.");
        Command = command.SequenceEqual("ls-refs"u8) ? UploadPackCommand.LsRefs
            : command.SequenceEqual("fetch"u8) ? UploadPackCommand.Fetch
            : UploadPackCommand.None;
        return Command == UploadPackCommand.None ? Broken("The commands are ls-refs and fetch.") : RequestFault.None;
    }

    private RequestFault Argument(ReadOnlySpan<byte> line)
    {
        if (Command == UploadPackCommand.LsRefs)
            return LsRefs.TryAdd(line) ? RequestFault.None : Broken("The arguments of ls-refs are peel, symrefs, unborn and ref-prefix.");
        if (!isV2)
            Command = UploadPackCommand.Old;
        if (line.StartsWith("want"u8) && ++_wants > options.WantsMax)
            return TooMany("wants", options.WantsMax);
        if (line.StartsWith("have "u8) && ++_haves > options.HavesMax)
            return TooMany("haves", options.HavesMax);
        return RequestFault.None;
    }

    private static ReadOnlySpan<byte> Chomp(ReadOnlySpan<byte> line) => line is [.. var text, (byte)'\n'] ? text : line;

    private RequestFault Broken(string rule)
    {
        Rule = rule;
        return RequestFault.Malformed;
    }

    private RequestFault TooMany(string what, long most)
    {
        Rule = $"A request has at most {most} {what} here. Clone fewer branches at once: git clone --single-branch -b BRANCH.";
        return RequestFault.TooMany;
    }

    private enum Part
    {
        Capabilities,
        Arguments,
        Over,
    }
}
