using System.Text;
using Decent.Content.Disk;
using Decent.Hosting.Cli;

namespace Decent.Edge.Provisioning;

/// <summary>
/// Brings a card's settings from its boot partition to where the system reads them. Run at every start: what is as it should be is not written again,
/// so that a start without changes writes nothing, and one that was cut is completed by the next.
/// </summary>
/// <param name="boot">The boot partition's folder.</param>
/// <param name="root">Where the system's own folders lie, / on the card.</param>
public sealed class Provisioner(string boot, string root)
{
    private readonly string _settings = Path.Combine(boot, "decent", "config.json");
    private readonly string _result = Path.Combine(boot, "decent", "result.txt");

    /// <summary>Does so, and writes beside the settings what came of it.</summary>
    /// <returns>What was wrong, a sentence each; then nothing but the result was written. Empty: the system is as the settings say.</returns>
    /// <exception cref="CliException">A folder cannot be read or written.</exception>
    public IReadOnlyList<string> Run(CancellationToken ct)
    {
        try
        {
            return File.Exists(_settings) ? Apply(Load(), ct) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CliException(
                $"The settings of {_settings} could not be brought to {root} ({error.Message}). They are tried again at the next start.", error);
        }
    }

    private IReadOnlyList<string> Apply(byte[] bytes, CancellationToken ct)
    {
        (CardSettings settings, IReadOnlyList<string> mistakes) = CardReader.Read(bytes);
        StringBuilder result = new();
        if (mistakes.Count > 0)
        {
            result.Append("Nothing was changed, because config.json has mistakes. Correct them and start again.\n\n");
            result.AppendJoin("", mistakes.Select(mistake => $"- {mistake}\n"));
        }
        else
        {
            result.Append("The settings of config.json are in use. They were written to:\n\n");
            foreach (CardFile file in CardFiles.Of(settings, File.Exists(Path.Combine(root, CardFiles.Credentials))))
            {
                ct.ThrowIfCancellationRequested();
                Put(Path.Combine(root, file.Path), file.Bytes, file.IsSecret);
                result.Append($"- /{file.Path}\n");
            }
        }

        Put(_result, Encoding.UTF8.GetBytes(result.ToString()), isSecret: false);
        return mistakes;
    }

    private byte[] Load()
    {
        using FileStream file = File.OpenRead(_settings);
        // One byte more than there may be, and the reader says that there are too many.
        byte[] buffer = new byte[CardReader.BytesMax + 1];
        return buffer[..file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
    }

    private static void Put(string path, byte[] bytes, bool isSecret)
    {
        if (!Holds(path, bytes))
        {
            DurableFile.EnsureFolder(Path.GetDirectoryName(path)!);
            DurableFile.Write(path, bytes, isSecret);
        }
    }

    private static bool Holds(string path, byte[] bytes)
    {
        FileInfo file = new(path);
        return file.Exists && file.Length == bytes.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes);
    }
}
