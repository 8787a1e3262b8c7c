using System.Text.Json;
using Decent.Content;
using Decent.Peer;

namespace Decent.Instance.Tests.Cuts;

/// <summary>Publishes new versions of its four resources by the command line, one at a time or several as a batch, and tells the witness.</summary>
/// <param name="prefix">What the ids of its resources begin with.</param>
/// <param name="witness">Is told before and after.</param>
/// <param name="folder">Where sources and the daemon's state lie.</param>
/// <param name="seed">Decides contents and order.</param>
internal sealed class Client(string prefix, Witness witness, TempFolder folder, ulong seed)
{
    private const int BytesMax = 9000;
    private readonly Rng _rng = new(seed);
    private readonly string _sources = folder.At($"sources/{prefix.Replace('/', '-')}");

    /// <summary>Raised with an acknowledgement's number.</summary>
    public Action<int>? Acknowledged { get; init; }

    /// <summary>Publishes until something fails; what the command line said then.</summary>
    public async Task<string> RunAsync()
    {
        while (true)
            if (await PublishAsync() is { } error)
                return error;
    }

    /// <summary>Publishes once; null, or what the command line said.</summary>
    public Task<string?> PublishAsync() => _rng.Below(4) == 0 ? BatchAsync() : OneAsync();

    private async Task<string?> OneAsync()
    {
        var name = Names.Of(prefix)[_rng.Below(Names.Of(prefix).Count)];
        var attempt = witness.Give($"{prefix}/{name}", Content());
        var source = folder.Write($"{_sources}/one", attempt.Content);
        var answer = await CliAnswer.OfAsync("publish", source, "--as", attempt.Id, "--json", "--state", folder.At("state"));
        if (answer.Exit != Decent.Hosting.Cli.CliExit.Ok)
            return answer.Error;
        Assert.True(Head.TryParseJson(answer.Out.Trim(), out var head), answer.Out);
        Acknowledged?.Invoke(witness.Acknowledge([attempt], head));
        return null;
    }

    private async Task<string?> BatchAsync()
    {
        var source = Path.Combine(_sources, "each");
        if (Directory.Exists(source))
            Directory.Delete(source, recursive: true);
        var names = Names.Of(prefix).Skip(_rng.Below(3)).ToList();
        var attempts = witness.GiveBatch(names.Select(name => ($"{prefix}/{name}", Content())));
        foreach (var (name, attempt) in names.Zip(attempts))
            folder.Write($"{source}/{name}", attempt.Content);
        var answer = await CliAnswer.OfAsync("publish", source, "--each", "--as", prefix, "--json", "--state", folder.At("state"));
        if (answer.Exit != Decent.Hosting.Cli.CliExit.Ok)
            return answer.Error;
        using var line = JsonDocument.Parse(answer.Out);
        Assert.Equal(names.Count, line.RootElement.GetProperty("published").GetInt32());
        Acknowledged?.Invoke(witness.Acknowledge(attempts, head: null));
        return null;
    }

    private byte[] Content() => Some.Bytes(1 + _rng.Below(BytesMax), (uint)_rng.Next());
}
