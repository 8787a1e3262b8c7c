namespace Decent.Instance.SmartHttp;

/// <summary>Bounds of git over HTTP. DESIGN.md beside this file says what each is for; figures are of git 2.39.</summary>
public sealed class SmartHttpOptions
{
    /// <summary>
    /// Refs of a repository that are still advertised to clients of protocol v0 and v1, 0 to 1,000,000; above, they are told to use v2.
    /// Default 10,000: 0.8 MB and 0.2 s. A million would be 78 MB and 6 s, for each fetch anew.
    /// </summary>
    public int OldProtocolRefsMax { get; init; } = 10_000;

    /// <summary>
    /// Branches of a tenant above which a client of protocol v2 that names one and asks for all besides is told of that one alone, 0 to 1,000,000.
    /// Default 10,000: a clone of one branch asks so, and the list would be 0.7 MB.
    /// </summary>
    public int NarrowAbove { get; init; } = 10_000;

    /// <summary>Bytes of a request as sent, 64 KiB to 1 GiB. Default 32 MiB: git packs what is above 1 KiB, and sends above 1 MiB as it is.</summary>
    public long BodyBytesMax { get; init; } = 32 << 20;

    /// <summary>Bytes of a request once unpacked, 64 KiB to 1 GiB. Default 64 MiB, a million wants.</summary>
    public long RequestBytesMax { get; init; } = 64 << 20;

    /// <summary>Pkt-lines of a request, 100 to 10,000,000. Default 1,000,000. A line has at most 65,520 bytes, the protocol's own bound.</summary>
    public int LinesMax { get; init; } = 1_000_000;

    /// <summary>Objects wanted in one request, 1 to 1,000,000. Default 250,000: what a clone of that many branches asks for.</summary>
    public int WantsMax { get; init; } = 250_000;

    /// <summary>Objects that a client says it has in one request, 1 to 1,000,000. Default 250,000; git sends 16,384 at most in one step.</summary>
    public int HavesMax { get; init; } = 250_000;

    /// <summary>
    /// Requests whose bodies are being received, 1 to 10,000; more are answered busy. Default 64. Above 64 KiB a body waits in a temporary file.
    /// </summary>
    public int BodiesMax { get; init; } = 64;

    /// <summary>Time for receiving a body, 100 ms to 1 h. Default 60 s.</summary>
    public TimeSpan BodyBudget { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Git processes at once, 1 to 1,000. Default 8: each takes 10 to 50 MB, and a processor while it makes a pack.</summary>
    public int ProcessesMax { get; init; } = 8;

    /// <summary>Requests that wait for a process, 0 to 10,000; more are answered busy. Default 64.</summary>
    public int QueueMax { get; init; } = 64;

    /// <summary>Longest wait for a process, 10 ms to 10 min; then the answer is busy, and to come again after this time. Default 10 s.</summary>
    public TimeSpan QueueBudget { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time for one process with its pack on the way, 1 s to 24 h. Default 1 h: 2 GB over a line of 5 Mbit/s.</summary>
    public TimeSpan FetchBudget { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Slowest client that is served, bytes a second in either direction after 5 s of grace, 1 to 1,000,000. Default 1,024; Kestrel's own is 240.
    /// </summary>
    public int BytesPerSecondMin { get; init; } = 1024;

    /// <summary>The rule that these options break, as a sentence; null when they are good.</summary>
    public string? Rule() =>
        Outside(OldProtocolRefsMax, 0, 1_000_000) ? "The most refs for old clients are 0 to 1000000; 10000 is the default."
        : Outside(NarrowAbove, 0, 1_000_000) ? "The branches above which a clone of one is told of that one are 0 to 1000000; 10000 is the default."
        : Outside(BodyBytesMax, 64 << 10, 1 << 30) || Outside(RequestBytesMax, 64 << 10, 1 << 30)
            ? "The most bytes of a git request are 65536 to 1073741824; 33554432 as sent and 67108864 unpacked are the default."
        : Outside(LinesMax, 100, 10_000_000) ? "The most lines of a git request are 100 to 10000000; 1000000 is the default."
        : Outside(WantsMax, 1, 1_000_000) || Outside(HavesMax, 1, 1_000_000)
            ? "The most wants and haves of a git request are 1 to 1000000; 250000 is the default."
        : Outside(BodiesMax, 1, 10_000) ? "The git requests received at once are 1 to 10000; 64 is the default."
        : Outside(BodyBudget, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1))
            ? "A git request may take 0.1 s to 1 h to arrive; 60 s is the default."
        : Outside(ProcessesMax, 1, 1000) || Outside(QueueMax, 0, 10_000)
            ? "Git processes at once are 1 to 1000, and requests that wait for one 0 to 10000; 8 and 64 are the default."
        : Outside(QueueBudget, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(10))
            ? "The wait for a git process is 10 ms to 10 min; 10 s is the default."
        : Outside(FetchBudget, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)) ? "The time for a fetch is 1 s to 24 h; 1 h is the default."
        : Outside(BytesPerSecondMin, 1, 1_000_000) ? "The slowest git client sends and takes 1 to 1000000 bytes a second; 1024 is the default."
        : null;

    private static bool Outside<T>(T value, T least, T most) where T : IComparable<T> => value.CompareTo(least) < 0 || value.CompareTo(most) > 0;
}
