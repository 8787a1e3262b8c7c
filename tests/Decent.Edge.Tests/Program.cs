using Decent.Edge.Tests;
using Decent.Edge.Tests.Power.Cuts;
using Decent.Edge.Tests.Updating;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

if (args is [StoreScript.Verb, ..])
{
    return StoreScript.Play(args[1..]);
}

if (args is [UpdateScript.Verb, ..])
{
    return await UpdateScript.PlayAsync(args[1..]);
}

if (args.Contains("--server") || args.Contains("--internal-msbuild-node"))
{
    return await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
}

return await ConsoleRunner.Run(args);
