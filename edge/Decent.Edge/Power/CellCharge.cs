namespace Decent.Edge.Power;

/// <summary>
/// Charge of lithium-ion cells, estimated from what they show at their ends. The curve is that of a Sanyo 18650 of 2,600 mAh at rest, the capacity that
/// Waveshare names for its UPS HAT (B); of the kinds measured for the source it is empty soonest, so that another holds a little more than is said. Under a
/// drain of 1 A a cell shows 0.1 V less than at rest. Source of both: lygte-info.dk, "Estimating remaining capacity in LiIon batteries".
/// </summary>
internal static class CellCharge
{
    private const double OhmsOfCell = 0.1;

    private static readonly (double Volts, double Percent)[] Curve =
        [(3.5, 0), (3.6, 2), (3.7, 12), (3.8, 42), (3.9, 62), (4.0, 79), (4.1, 91), (4.2, 100)];

    /// <summary>Percent of the charge, 0 to 100.</summary>
    /// <param name="volts">Of all cells together.</param>
    /// <param name="amperes">Into the cells; negative while they are drained.</param>
    /// <param name="cells">Cells in series, 1 or more.</param>
    public static int Percent(double volts, double amperes, int cells)
    {
        double rest = (volts / cells) - (amperes * OhmsOfCell);
        for (int i = 1; i < Curve.Length; i++)
        {
            ((double low, double from), (double high, double to)) = (Curve[i - 1], Curve[i]);
            if (rest < high)
            {
                return (int)Math.Round(Math.Max(0, from + ((rest - low) / (high - low) * (to - from))));
            }
        }

        return 100;
    }
}
