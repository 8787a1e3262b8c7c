using Decent.Edge.Cli;

return await EdgeCli.RunAsync(args, Console.Out, Console.Error, CancellationToken.None);
