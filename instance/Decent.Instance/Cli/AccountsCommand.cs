using System.CommandLine;
using System.Text.Json;
using Decent.Hosting.Cli;
using Decent.Hosting.Control;
using Decent.Instance.Accounts;
using Decent.Instance.Control;
using Decent.Protocol;

namespace Decent.Instance.Cli;

/// <summary><c>accounts</c>: people and tools at the broker.</summary>
internal static class AccountsCommand
{
    private static readonly string[] Columns = ["account", "role", "user", "added"];

    public static Command Create(Option<string> state) => new("accounts", """
        Lets people and tools use the broker, each with a role and a password of its own.

        Example: decent-instance accounts add house --role home-assistant
        """) { Add(state), List(state), Remove(state) };

    private static Command Add(Option<string> state)
    {
        var name = Name();
        var role = new Option<string>("--role")
        {
            Description = $"{AccountRoles.Words}. A watcher reads what nodes say; Home Assistant reads what it is shown and presses buttons.",
            HelpName = "ROLE",
            Required = true,
        };
        var command = new Command("add", """
            Adds an account and prints its user name and password as JSON. They are shown this once.

            Example: decent-instance accounts add house --role home-assistant
            Example: decent-instance accounts add anna --role watcher > anna.json
            """) { name, role };
        command.SetAction(InstanceCli.Program.Action(state, async (context, parsed, ct) =>
        {
            using var client = new ControlClient(context.Program, context.State);
            var account = await client.GetAsync(
                HttpMethod.Post, $"{PathOf(parsed.GetValue(name)!)}?role={Uri.EscapeDataString(parsed.GetValue(role)!)}",
                ControlJson.Default.AccountListing, ct);
            await context.Out.WriteLineAsync(JsonSerializer.Serialize(account, ControlJson.Default.AccountListing));
            return CliExit.Ok;
        }));
        return command;
    }

    private static Command List(Option<string> state)
    {
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("list", """
            Lists the accounts.

            Example: decent-instance accounts list --json
            """) { json };
        command.SetAction(InstanceCli.Program.Action(state, async (context, parsed, ct) =>
        {
            using var client = new ControlClient(context.Program, context.State);
            var accounts = await client.GetAsync(HttpMethod.Get, "accounts", ControlJson.Default.ListAccountListing, ct);
            if (parsed.GetValue(json))
                await context.Out.WriteLineAsync(JsonSerializer.Serialize(accounts, ControlJson.Default.ListAccountListing));
            else
                context.WriteRows(Columns, accounts.Select(a => (IReadOnlyList<string>)[a.Name, a.Role, a.User, a.Added.ToString("yyyy-MM-dd HH:mm'Z'")]));
            return CliExit.Ok;
        }));
        return command;
    }

    private static Command Remove(Option<string> state)
    {
        var name = Name();
        var command = new Command("remove", """
            Takes an account's access away at once and ends its connections.

            Example: decent-instance accounts remove anna
            """) { name };
        command.SetAction(InstanceCli.Program.Action(state, async (context, parsed, ct) =>
        {
            using var client = new ControlClient(context.Program, context.State);
            await client.DoAsync(HttpMethod.Delete, PathOf(parsed.GetValue(name)!), ct);
            await context.Out.WriteLineAsync($"Removed {parsed.GetValue(name)}");
            return CliExit.Ok;
        }));
        return command;
    }

    private static Argument<string> Name() => new("NAME") { Description = InstanceName.Rule };

    private static string PathOf(string name) => NodeName.IsValid(name) ? $"accounts/{name}" : throw new CliException(InstanceName.Rule);
}
