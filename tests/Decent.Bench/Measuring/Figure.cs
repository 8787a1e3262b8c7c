namespace Decent.Bench.Measuring;

/// <summary>One line of the final table: what was measured, beside what it is compared with.</summary>
public sealed record Figure(string Part, string What, string Value, string Against, string Ratio, string Memory);
