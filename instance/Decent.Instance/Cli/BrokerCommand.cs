using System.CommandLine;
using Decent.Hosting.Cli;
using Decent.Instance.Broker;
using Decent.Instance.HomeAssistant;

namespace Decent.Instance.Cli;

/// <summary><c>broker acl</c>: what to install at a broker that the instance does not run.</summary>
internal static class BrokerCommand
{
    public static Command Create(Option<string> state)
    {
        var user = new Option<string>("--user")
        {
            Description = $"The instance's own user there. Default {BrokerRules.Owner}.", HelpName = "NAME", DefaultValueFactory = _ => BrokerRules.Owner,
        };
        var command = new Command("acl", """
            Prints Mosquitto's access rules for a broker that is not this instance's own. Nodes need a user each: its name and its mqttSecret.

            Example: decent-instance broker acl --user decent > /etc/mosquitto/decent.acl
            """) { user };
        command.SetAction(InstanceCli.Program.Action(state, async (context, parsed, ct) =>
        {
            var name = parsed.GetValue(user)!;
            if (name.Length == 0 || name.Any(c => char.IsControl(c) || c is '+' or '#'))
                throw new CliException("--user: a user's name has no control characters, '+' or '#'.");
            await context.Out.WriteLineAsync(BrokerRules.Acl(new HaOptions().Prefix, [], name));
            return CliExit.Ok;
        }));
        return new Command("broker", """
            What a broker needs that this instance does not run.

            Example: decent-instance broker acl --user decent
            """) { command };
    }
}
