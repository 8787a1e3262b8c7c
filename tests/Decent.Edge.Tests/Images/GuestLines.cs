namespace Decent.Edge.Tests.Images;

/// <summary>Lines that a guest says on one of its ports, as they come; what was said is kept, the newest 20,000 lines.</summary>
public sealed class GuestLines
{
    private const int LinesMax = 20_000;
    private readonly List<string> _lines = [];
    private readonly List<(Func<string, bool> Is, TaskCompletionSource<string> Said)> _awaited = [];
    private int _forgotten;
    private bool _hasEnded;

    private GuestLines(Stream stream) => Ended = ReadAsync(stream);

    /// <summary>Once the guest, or its port, is gone.</summary>
    public Task Ended { get; }

    /// <summary>How many were said so far.</summary>
    public int Count
    {
        get
        {
            lock (_lines)
            {
                return _forgotten + _lines.Count;
            }
        }
    }

    /// <summary>All of them, oldest first.</summary>
    public string[] All
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Reads a stream to its end; a port that is reset has ended too.</summary>
    public static GuestLines Of(Stream stream) => new(stream);

    /// <summary>The first line that has these words, said already or not yet.</summary>
    /// <param name="words">The words.</param>
    /// <param name="after">Only lines that came after so many are meant.</param>
    /// <exception cref="InvalidOperationException">The guest ended without them.</exception>
    public Task<string> SaysAsync(string words, int after = 0) =>
        FirstAsync(line => line.Contains(words, StringComparison.Ordinal), $"\"{words}\"", after);

    /// <summary>The first line that is so, said already or not yet.</summary>
    /// <inheritdoc cref="SaysAsync"/>
    public async Task<string> FirstAsync(Func<string, bool> isSo, string what, int after = 0)
    {
        Task<string> said;
        lock (_lines)
        {
            if (_lines.Skip(Math.Max(0, after - _forgotten)).FirstOrDefault(isSo) is { } line)
            {
                return line;
            }

            if (_hasEnded)
            {
                throw Gone(what);
            }

            TaskCompletionSource<string> awaited = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((isSo, awaited));
            said = awaited.Task;
        }

        try
        {
            return await said.WaitAsync(Guest.Patience, TimeProvider.System, TestContext.Current.CancellationToken);
        }
        catch (Exception error) when (error is TimeoutException or EndOfStreamException)
        {
            throw Gone(what);
        }
    }

    private InvalidOperationException Gone(string what) =>
        new($"The guest did not say {what} {(_hasEnded ? "before it ended" : $"within {Guest.Patience}")}. "
            + $"Last it said:\n{string.Join('\n', All.TakeLast(40))}");

    private async Task ReadAsync(Stream stream)
    {
        try
        {
            using StreamReader reader = new(stream);
            while (await reader.ReadLineAsync() is { } line)
            {
                Take(line);
            }
        }
        catch (IOException)
        {
            // Killed with the line half said.
        }

        lock (_lines)
        {
            _hasEnded = true;
            _awaited.ForEach(awaited => awaited.Said.TrySetException(new EndOfStreamException()));
        }
    }

    private void Take(string line)
    {
        lock (_lines)
        {
            _lines.Add(line);
            if (_lines.Count > LinesMax)
            {
                _lines.RemoveAt(0);
                _forgotten++;
            }

            _awaited.RemoveAll(awaited => awaited.Is(line) && awaited.Said.TrySetResult(line));
        }
    }
}
