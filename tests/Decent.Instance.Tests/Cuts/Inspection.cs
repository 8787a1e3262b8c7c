using System.Net;
using Decent.Content;
using Decent.Content.Shards;
using Decent.Instance.Index;

namespace Decent.Instance.Tests.Cuts;

/// <summary>
/// Compares what the clients know with git, ledger and the answers over HTTP of a daemon that was started after a cut: each version is in all of them or
/// in none, and what was acknowledged is there.
/// </summary>
internal sealed class Inspection
{
    private readonly HttpClient _http;
    private readonly GitFacts _git;
    private readonly Witness _witness;
    private readonly int _acknowledgements;
    private readonly List<string> _faults = [];
    private readonly Dictionary<string, Attempt> _newest = [];

    private Inspection(HttpClient http, GitFacts git, Witness witness, int acknowledgements) =>
        (_http, _git, _witness, _acknowledgements) = (http, git, witness, acknowledgements);

    /// <summary>What is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Inspects a running daemon to which nobody publishes.</summary>
    /// <param name="state">Its state folder.</param>
    /// <param name="http">Speaks to it.</param>
    /// <param name="witness">What the clients know.</param>
    /// <param name="acknowledgements">Number of the last acknowledgement before the cut.</param>
    public static async Task<Inspection> RunAsync(string state, HttpClient http, Witness witness, int acknowledgements)
    {
        var inspection = new Inspection(http, await GitFacts.ReadAsync(state), witness, acknowledgements);
        inspection.History();
        await inspection.ResourcesAsync(state);
        inspection.Batches();
        await inspection.ShardsAsync();
        return inspection;
    }

    /// <summary>The content that a resource has now; null for none.</summary>
    public Attempt? Newest(string id) => _newest.GetValueOrDefault(id);

    /// <summary>Counts of resources and shards have no gaps, and no label stands twice.</summary>
    private void History()
    {
        foreach (var resource in _git.Versions.GroupBy(v => v.Id))
        {
            Gapless(resource.Key, resource.Select(v => v.Count));
            if (resource.DistinctBy(v => v.Label).Count() != resource.Count())
                _faults.Add($"{resource.Key} has a label twice.");
        }
        foreach (var shard in _git.Versions.GroupBy(v => Some.Id(v.Id).Shard))
            Gapless($"Shard {shard.Key}", shard.Select(v => v.ShardCount));
    }

    private void Gapless(string what, IEnumerable<long> counts)
    {
        var sorted = counts.Order().ToList();
        if (!sorted.SequenceEqual(Enumerable.Range(1, sorted.Count).Select(n => (long)n)))
            _faults.Add($"{what} has the counts {string.Join(',', sorted)}.");
    }

    private async Task ResourcesAsync(string state)
    {
        using var ledger = Ledger.Open(state);
        foreach (var (id, attempts) in _witness.Resources)
        {
            var head = await HeadAsync(id);
            var commit = head is null ? "" : Convert.ToHexStringLower(head.Commit);
            var tip = _git.Tips.GetValueOrDefault(id, "");
            var entry = ledger.Find(id);
            if (tip != commit || tip != (entry?.Commit ?? ""))
                _faults.Add($"{id} is {tip} in git, {commit} over HTTP and {entry?.Commit} in the ledger.");
            if (head is not null && _git.Contents.TryGetValue(id, out var content))
                await ContentAsync(head, content, attempts);
            Acknowledged(id, head, attempts);
        }
    }

    private async Task ContentAsync(Head head, byte[] content, List<Attempt> attempts)
    {
        var id = head.Id.Text;
        if (attempts.Find(a => a.Content.AsSpan().SequenceEqual(content)) is not { } attempt)
        {
            _faults.Add($"{id} has a content of {content.Length} bytes that nobody gave it.");
            return;
        }
        _newest[id] = attempt;
        if (_git.Versions.Find(v => v.Commit == Convert.ToHexStringLower(head.Commit)) is not { } version || version.Label != head.Label)
            _faults.Add($"{id} is {head.Label} over HTTP and not in git.");
        var block = content[^(((content.Length - 1) % Chunking.SmallChunk) + 1)..];
        var tag = new byte[BlockTag.Length];
        BlockTag.Compute(block, tag);
        using var answer = await _http.GetAsync($"/api/v1/block/{Convert.ToHexStringLower(tag)}", Some.Ct);
        if (answer.StatusCode != HttpStatusCode.OK || !(await answer.Content.ReadAsByteArrayAsync(Some.Ct)).AsSpan().SequenceEqual(block))
            _faults.Add($"The last block of {id} {head.Label} is not given by its tag: {answer.StatusCode}.");
    }

    /// <summary>What was acknowledged last, or something given after it, is the newest.</summary>
    private void Acknowledged(string id, Head? head, List<Attempt> attempts)
    {
        var last = attempts.FindLastIndex(IsAcknowledged);
        var there = _newest.TryGetValue(id, out var newest) ? attempts.IndexOf(newest) : -1;
        if (there < last)
            _faults.Add($"{id}: what was acknowledged as {attempts[last].Head?.Label ?? "part of a batch"} is lost; {head?.Label ?? "nothing"} is there.");
        foreach (var told in attempts.Where(a => IsAcknowledged(a) && a.Head is not null))
            if (!_git.Versions.Exists(v => v.Id == id && v.Label == told.Head!.Label && v.Commit == Convert.ToHexStringLower(told.Head.Commit)))
                _faults.Add($"{id}: the version acknowledged as {told.Head!.Label} is not in its history.");
    }

    /// <summary>All of a batch is there, or nothing: what was published after it proves that it was.</summary>
    private void Batches()
    {
        foreach (var batch in _witness.Resources.Values.SelectMany(a => a).Where(a => a.Batch > 0).GroupBy(a => a.Batch))
        {
            var there = batch.Count(a => Newest(a.Id) is { } newest && Position(newest) >= Position(a));
            if (there != 0 && there != batch.Count())
                _faults.Add($"Of batch {batch.Key} {there} of {batch.Count()} resources are there.");
        }
    }

    private async Task ShardsAsync()
    {
        foreach (var shard in _witness.Resources.Keys.Select(id => Some.Id(id).Shard).Distinct())
        {
            var json = await _http.GetByteArrayAsync($"/api/v1/shard/{shard}", Some.Ct);
            if (!ShardAnswer.TryParseJson(json, out var answer))
            {
                _faults.Add($"Shard {shard} does not answer.");
                continue;
            }
            var entries = answer.Entries!.ToDictionary(e => e.Id.Text, e => Convert.ToHexStringLower(e.Commit));
            var tips = _git.Tips.Where(t => Some.Id(t.Key).Shard == shard).ToDictionary();
            if (!entries.OrderBy(e => e.Key).SequenceEqual(tips.OrderBy(t => t.Key)) || new ShardTree(answer.Entries!).Root != answer.State.Node)
                _faults.Add($"Shard {shard} has other entries than git, or another hash than its entries.");
            if (answer.State.Count != _git.Versions.Count(v => Some.Id(v.Id).Shard == shard))
                _faults.Add($"Shard {shard} has count {answer.State.Count} and {_git.Versions.Count(v => Some.Id(v.Id).Shard == shard)} versions.");
        }
    }

    private async Task<Head?> HeadAsync(string id)
    {
        using var answer = await _http.GetAsync($"/api/v1/resource/{id}", Some.Ct);
        return answer.StatusCode == HttpStatusCode.OK && Head.TryParseJson(await answer.Content.ReadAsStringAsync(Some.Ct), out var head) ? head : null;
    }

    private bool IsAcknowledged(Attempt attempt) => attempt.Acknowledgement > 0 && attempt.Acknowledgement <= _acknowledgements;

    private int Position(Attempt attempt) => _witness.Resources[attempt.Id].IndexOf(attempt);
}
