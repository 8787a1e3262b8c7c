using System.Buffers;

namespace Decent.Instance.SmartHttp;

/// <summary>The arguments of <c>ls-refs</c>.</summary>
public sealed class LsRefs
{
    /// <summary>As many prefixes as git 2.39 heeds; one more, and it answers as if there were none.</summary>
    public const int PrefixesMax = 65_535;

    /// <summary>Bytes of all prefixes that are kept: 64 for each of the most that git heeds.</summary>
    public const int PrefixBytesMax = 64 * PrefixesMax;

    // Git's clone has nine.
    private const int ClonePrefixesMax = 64;

    private readonly List<byte[]> _prefixes = [];
    private int _prefixBytes;
    private bool _overflow;

    /// <summary>Tags with what they point at.</summary>
    public bool Peel { get; private set; }

    /// <summary>Symbolic refs with their targets.</summary>
    public bool Symrefs { get; private set; }

    /// <summary>HEAD even when its branch does not exist.</summary>
    public bool Unborn { get; private set; }

    /// <summary>Names begin with one of these; empty for all names.</summary>
    public IReadOnlyList<byte[]> Prefixes => _overflow ? [] : _prefixes;

    /// <summary>Takes one argument; false for one that git does not know.</summary>
    public bool TryAdd(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("ref-prefix "u8))
            Add(line["ref-prefix "u8.Length..]);
        else if (line.SequenceEqual("peel"u8))
            Peel = true;
        else if (line.SequenceEqual("symrefs"u8))
            Symrefs = true;
        else if (line.SequenceEqual("unborn"u8))
            Unborn = true;
        else
            return false;
        return true;
    }

    /// <summary>Whether a name is asked for.</summary>
    public bool Matches(ReadOnlySpan<byte> name)
    {
        if (Prefixes.Count == 0)
            return true;
        foreach (var prefix in Prefixes)
            if (name.StartsWith(prefix))
                return true;
        return false;
    }

    /// <summary>
    /// Whether it is a clone that checks out a branch in the folder: all branches, and one by its short name too. A fetch names its branch in full, if
    /// at all, and must be told of all that it asks for: what it is not told of it may prune.
    /// </summary>
    public bool ClonesOneOf(ReadOnlySpan<byte> folder)
    {
        bool isOne = false, isAll = false;
        if (_prefixes.Count > ClonePrefixesMax)
            return false;
        foreach (var prefix in _prefixes)
        {
            isOne |= prefix.Length > folder.Length && prefix.AsSpan().StartsWith(folder) && Has(prefix.AsSpan("refs/heads/".Length));
            isAll |= folder.StartsWith(prefix);
        }
        return isOne && isAll;
    }

    /// <summary>Leaves out what covers all of a folder where names in the folder are asked for too.</summary>
    public void Narrow(ReadOnlySpan<byte> folder)
    {
        foreach (var prefix in _prefixes)
        {
            if (prefix.Length <= folder.Length || !prefix.AsSpan().StartsWith(folder))
                continue;
            var all = folder.ToArray();
            _prefixes.RemoveAll(p => all.AsSpan().StartsWith(p));
            return;
        }
    }

    /// <summary>Writes the request again, as protocol v2 has it.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        PktLine.Write(output, "command=ls-refs\n");
        PktLine.Write(output, "object-format=sha1");
        PktLine.Delimit(output);
        foreach (var (asked, word) in (ReadOnlySpan<(bool, string)>)[(Peel, "peel"), (Symrefs, "symrefs"), (Unborn, "unborn")])
            if (asked)
                PktLine.Write(output, word);
        foreach (var prefix in Prefixes)
            PktLine.Write(output, [.. "ref-prefix "u8, .. prefix]);
        PktLine.Flush(output);
    }

    /// <inheritdoc cref="Write"/>
    public async Task WriteAsync(Stream output, CancellationToken ct)
    {
        var request = new ArrayBufferWriter<byte>();
        Write(request);
        await output.WriteAsync(request.WrittenMemory, ct);
    }

    private bool Has(ReadOnlySpan<byte> prefix)
    {
        foreach (var other in _prefixes)
            if (prefix.SequenceEqual(other))
                return true;
        return false;
    }

    private void Add(ReadOnlySpan<byte> prefix)
    {
        _prefixBytes += prefix.Length;
        _overflow |= _prefixes.Count == PrefixesMax || _prefixBytes > PrefixBytesMax;
        if (_overflow)
            _prefixes.Clear();
        else
            _prefixes.Add(prefix.ToArray());
    }
}
