using Decent.Edge.Updating;

namespace Decent.Edge.Cli;

/// <summary>An update's progress as lines, one for every tenth of a step.</summary>
internal sealed class StepLines(TextWriter output) : IProgress<UpdateStep>
{
    private (string What, long Tenth) _last;

    public void Report(UpdateStep value)
    {
        long tenth = 10 * value.Done / value.Total;
        if (_last != (value.What, tenth))
        {
            _last = (value.What, tenth);
            output.WriteLine($"{value.What}: {10 * tenth} %, {value.Done} of {value.Total} bytes");
        }
    }
}
