using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Decent.Edge.Tests;

/// <summary>What was said, with its number.</summary>
internal sealed class LogLines<T> : ILogger<T>
{
    public ConcurrentQueue<(int Code, string Text)> Lines { get; } = new();

    public int Count(int code) => Lines.Count(line => line.Code == code);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((eventId.Id, formatter(state, exception)));
}
