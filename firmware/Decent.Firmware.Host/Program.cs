using System.CommandLine;
using Decent.Firmware.Host;
using Decent.Hosting;

var root = new RootCommand("A Decent board simulated on this machine: the firmware's own sources with real sockets and emulated flash.")
{
    RunCommand.Make(), CheckCommand.Make(),
};
using var termination = new Termination();
var settings = new InvocationConfiguration { ProcessTerminationTimeout = null };
return await root.Parse(args).InvokeAsync(settings, termination.Asked).ConfigureAwait(false);
