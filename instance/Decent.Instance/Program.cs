using Decent.Hosting;
using Decent.Instance.Cli;

using var termination = new Termination();
return await InstanceCli.RunAsync(args, Console.Out, Console.Error, termination.Asked);
