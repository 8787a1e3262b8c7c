using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Decent.World.Traced;

/// <summary>One call of a traced process that succeeded, as strace writes it with -f -y -xx: every text in it is hexadecimal.</summary>
/// <param name="Name">Which call.</param>
/// <param name="Arguments">What stands between its brackets.</param>
/// <param name="Result">What it gave, 0 or more.</param>
/// <param name="Began">Line of the trace on which it began.</param>
/// <param name="Ended">Line on which it ended; the same one when nothing else was written meanwhile.</param>
public sealed partial record SystemCall(string Name, string Arguments, long Result, int Began, int Ended)
{
    /// <summary>What strace is to be told, so that a trace can be read here; then -o, a file and the program.</summary>
    public static readonly IReadOnlyList<string> Tracing =
    [
        "-f", "-qq", "-y", "-xx", "-s", $"{1 << 20}", "--seccomp-bpf", "-e", "signal=none", "-e",
        "trace=openat,openat2,open,creat,read,write,writev,pwrite64,pwritev,pwritev2,lseek,ftruncate,truncate,fallocate,rename,renameat,renameat2,link,linkat,"
            + "symlink,unlink,unlinkat,mkdir,mkdirat,rmdir,fsync,fdatasync,msync,mmap,copy_file_range,sendfile,splice",
    ];

    private const string Unfinished = " <unfinished ...>";
    private const string Resumed = " resumed>";

    /// <summary>The texts in it, in order: paths, or bytes written.</summary>
    public IReadOnlyList<byte[]> Texts => [.. Text().Matches(Arguments).Select(m => Bytes(m.ValueSpan[1..^1]))];

    /// <summary>The path behind its descriptor; null when the file has no name any more.</summary>
    public string? Path => Descriptor().Match(Arguments) is { Success: true } found && !found.Groups["gone"].Success ? TextOf(found.Groups["path"]) : null;

    /// <summary>Number of its descriptor.</summary>
    public int Number => int.Parse(Descriptor().Match(Arguments).Groups["number"].ValueSpan, CultureInfo.InvariantCulture);

    /// <summary>A numeric argument.</summary>
    /// <param name="place">From 0, texts counted too.</param>
    public long Value(int place) => long.Parse(Arguments.Split(", ")[place], CultureInfo.InvariantCulture);

    public bool Has(string flag) => Arguments.Contains(flag, StringComparison.Ordinal);

    /// <summary>Reads a trace; the calls come in the order in which they ended.</summary>
    public static IEnumerable<SystemCall> Read(string file)
    {
        var begun = new Dictionary<string, (string Text, int Line)>();
        var number = 0;
        foreach (var line in File.ReadLines(file, Encoding.ASCII))
        {
            number++;
            var space = line.IndexOf(' ');
            var (process, text, began) = (line[..space], line[space..].TrimStart(), number);
            if (text.EndsWith(Unfinished, StringComparison.Ordinal))
            {
                begun[process] = (text[..^Unfinished.Length], number);
                continue;
            }
            if (text.StartsWith("<... ", StringComparison.Ordinal))
            {
                if (!begun.Remove(process, out var first))
                    continue;
                (text, began) = (first.Text + text[(text.IndexOf(Resumed, StringComparison.Ordinal) + Resumed.Length)..], first.Line);
            }
            if (Take(text, began, number) is { } call)
                yield return call;
        }
    }

    private static SystemCall? Take(string text, int began, int ended)
    {
        var open = text.IndexOf('(');
        var close = text.LastIndexOf(") ", StringComparison.Ordinal);
        var equals = text.LastIndexOf("= ", StringComparison.Ordinal);
        if (open < 0 || close < open || equals < close)
            return null;
        var result = Number0().Match(text, equals + 2);
        return result.Success
            ? new SystemCall(text[..open], text[(open + 1)..close], long.Parse(result.ValueSpan, CultureInfo.InvariantCulture), began, ended)
            : null;
    }

    private static string TextOf(Group path) => Encoding.UTF8.GetString(Bytes(path.ValueSpan));

    private static byte[] Bytes(ReadOnlySpan<char> text)
    {
        // Each byte is \xhh.
        var bytes = new byte[text.Length / 4];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)((char.IsAsciiDigit(text[4 * i + 2]) ? text[4 * i + 2] - '0' : text[4 * i + 2] - 'a' + 10) << 4
                | (char.IsAsciiDigit(text[4 * i + 3]) ? text[4 * i + 3] - '0' : text[4 * i + 3] - 'a' + 10));
        return bytes;
    }

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Text();

    [GeneratedRegex(@"(?<number>\d+)<(?<path>[^>]*)>(?<gone>\(deleted\))?")]
    private static partial Regex Descriptor();

    [GeneratedRegex(@"\G\d+")]
    private static partial Regex Number0();
}
