using Decent.Edge.Cli;
using Decent.Hosting;

using Termination termination = new();
return await EdgeCli.RunAsync(args, Console.Out, Console.Error, termination.Asked);
