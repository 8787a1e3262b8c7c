using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Decent.Mqtt.Tests;

/// <summary>A log whose events a test can await.</summary>
internal sealed class EventLog : ILogger
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _seen = new();

    public Task Seen(int eventId) => Of(eventId).Task.WaitAsync(Some.Patience, TimeProvider.System);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Of(eventId.Id).TrySetResult();

    private TaskCompletionSource Of(int eventId) =>
        _seen.GetOrAdd(eventId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
