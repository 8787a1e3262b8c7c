using Decent.Instance.Cli;

namespace Decent.Instance.Tests;

/// <summary>What one command line in this process answered.</summary>
public sealed record CliAnswer(int Exit, string Out, string Error)
{
    public static async Task<CliAnswer> OfAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await InstanceCli.RunAsync(arguments, output, error, Some.Ct);
        return new CliAnswer(exit, output.ToString(), error.ToString());
    }
}
