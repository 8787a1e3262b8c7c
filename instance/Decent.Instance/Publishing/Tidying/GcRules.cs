namespace Decent.Instance.Publishing.Tidying;

/// <summary>Bounds of tidying by hand.</summary>
internal static class GcRules
{
    /// <summary>Hours that something must have been unreachable when nothing else is said: a publication that was cut off is made again within a day.</summary>
    public const double HoursDefault = 24;

    /// <summary>Ten years.</summary>
    public const double HoursMax = 87_600;
}
