namespace Decent.Edge.Power;

/// <summary>Boards whose lines their makers document. Not one of them has been at hand: each is as its source says.</summary>
/// <param name="Name">What a person types.</param>
/// <param name="Board">What it is.</param>
/// <param name="Source">Where its lines are documented.</param>
/// <param name="Options">Its lines.</param>
public sealed record PowerPreset(string Name, string Board, string Source, PowerOptions Options)
{
    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<PowerPreset> All { get; } =
    [
        new("geekworm-x1200", "Geekworm X1200 to X1206, battery for the Raspberry Pi 5", "Geekworm's wiki, X1200: PLD is GPIO 6, high while mains is there",
            new PowerOptions { Lost = new LineOptions { Line = 6, IsActiveLow = true, DebounceMs = 100 }, GraceSeconds = 60 }),
        new("geekworm-x728", "Geekworm X728, battery", "Geekworm's wiki, X728: PLD is GPIO 6, high when mains is gone; GPIO 26 has the board cut off",
            new PowerOptions
            {
                Lost = new LineOptions { Line = 6, DebounceMs = 100 }, Finished = new LineOptions { Line = 26 }, GraceSeconds = 60,
            }),
        new("pigeon", "Pigeon Computers' industrial boards, supercapacitor",
            "Pigeon's manual: REQUEST SHUTDOWN is GPIO 27, low after half a second without mains; SHUTDOWN FINISH is GPIO 4, low",
            new PowerOptions
            {
                Lost = new LineOptions { Line = 27, IsActiveLow = true, Bias = LineBias.PullUp, DebounceMs = 100 },
                Finished = new LineOptions { Line = 4, IsActiveLow = true }, GraceSeconds = 0,
            }),
    ];

    /// <summary>The preset of that name; null for none.</summary>
    public static PowerPreset? Named(string name) => All.FirstOrDefault(preset => preset.Name == name);
}
