using System.CommandLine;
using Decent.Firmware.Host;

var root = new RootCommand("A Decent board simulated on this machine: the firmware's own sources with real sockets and emulated flash.") { RunCommand.Make() };
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
