using Decent.Mqtt.Tests;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

if (args is [BrokerHolder.Verb, var folder])
    return await BrokerHolder.HoldAsync(folder);
if (args.Contains("--server") || args.Contains("--internal-msbuild-node"))
    return await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
return await ConsoleRunner.Run(args);
