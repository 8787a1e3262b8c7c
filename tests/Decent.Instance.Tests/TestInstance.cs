using Decent.Content;
using Decent.Instance.Git;
using Decent.Instance.Publishing;
using Microsoft.Extensions.DependencyInjection;

namespace Decent.Instance.Tests;

/// <summary>An instance without its servers on a temporary folder, which can be cut off and opened again.</summary>
public sealed class TestInstance : IAsyncDisposable
{
    private readonly InstanceOptions _options;
    private ServiceProvider _services;

    private TestInstance(GitOptions git, PublishingOptions publishing)
    {
        _options = new InstanceOptions { State = State, Id = "test-instance", Git = git, Publishing = publishing };
        _services = null!;
    }

    public TempFolder Folder { get; } = new();

    public SettableTime Time { get; } = new();

    public FaultProbe Probe { get; } = new();

    public RecordingRelay Relay { get; } = new();

    public int Lost { get; private set; }

    public string State => Folder.At("state");

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public static async Task<TestInstance> StartAsync(int queueMax = 64, GitOptions? git = null, int batchMax = 10_000)
    {
        var instance = new TestInstance(git ?? new GitOptions(), new PublishingOptions { QueueMax = queueMax, BatchMax = batchMax });
        await instance.OpenAsync();
        return instance;
    }

    public async Task<Publication> PublishAsync(string id, byte[] bytes) =>
        await Get<Publisher>().PublishAsync(Folder.Write("source", bytes), id, bytes: null, Some.Ct);

    public async Task<Head> HeadAfterAsync(string id, byte[] bytes)
    {
        var answer = await PublishAsync(id, bytes);
        Assert.Equal(PublishOutcome.Published, answer.Outcome);
        return answer.Head!;
    }

    /// <summary>What a power cut does to the process: everything goes at once, and another one begins on the same folder.</summary>
    public async Task ReopenAsync(Action? meanwhile = null)
    {
        await _services.DisposeAsync();
        meanwhile?.Invoke();
        await OpenAsync();
    }

    public string Repository(string tenant, string name) => Path.Combine(State, "tenants", tenant, name);

    /// <summary>A stock clone of one resource; the folder of its content.</summary>
    public async Task<string> CloneAsync(string id)
    {
        var resource = Some.Id(id);
        var clones = Directory.CreateDirectory(Folder.At("clones")).FullName;
        var to = Path.Combine(clones, Directory.GetDirectories(clones).Length.ToString());
        await Some.GitAsync("clone", "--quiet", "--single-branch", "-b", resource.Branch, Repository(resource.Tenant, "_data.git"), to);
        return Path.Combine(to, "content");
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Folder.Dispose();
    }

    private async Task OpenAsync()
    {
        Directory.CreateDirectory(_options.State);
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<IPublishProbe>(Probe)
            .AddSingleton<ICommitRelay>(Relay)
            .AddInstance(_options)
            .BuildServiceProvider();
        Lost = await _services.ReplayAsync(Some.Ct);
    }
}
