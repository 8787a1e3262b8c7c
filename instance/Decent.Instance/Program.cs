using Decent.Instance.Cli;

return await InstanceCli.RunAsync(args, Console.Out, Console.Error, CancellationToken.None);
