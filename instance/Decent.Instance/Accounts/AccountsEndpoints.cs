using Decent.Hosting.Control;
using Decent.Instance.Broker;
using Decent.Instance.Control;
using Decent.Instance.Enrolment;
using Decent.Protocol;

namespace Decent.Instance.Accounts;

/// <summary>Accounts on the control socket. What is answered is true at the broker.</summary>
internal static class AccountsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services)
    {
        var (table, broker) = (services.GetRequiredService<AccountTable>(), services.GetRequiredService<InstanceBroker>());
        var enrolment = services.GetRequiredService<EnrolmentOptions>();
        routes.MapGet("/accounts", () => Results.Json([.. table.All.Select(Line)], ControlJson.Default.ListAccountListing));
        routes.MapPost("/accounts/{name}", (string name, string? role, CancellationToken ct) => AddAsync(table, broker, enrolment, name, role, ct));
        routes.MapDelete("/accounts/{name}", async (string name, CancellationToken ct) =>
        {
            if (!table.Remove(name))
                return Problem(StatusCodes.Status404NotFound, $"There is no account {name}. 'decent-instance accounts list' lists them.");
            return await broker.FollowedAsync(enrolment.BrokerBudget, ct)
                ? Results.NoContent()
                : Problem(StatusCodes.Status503ServiceUnavailable,
                    $"The account {name} is removed, but the broker does not answer: it ends its access when it is back.");
        });
    }

    private static async Task<IResult> AddAsync(
        AccountTable table, InstanceBroker broker, EnrolmentOptions enrolment, string name, string? word, CancellationToken ct)
    {
        if (!broker.IsManaged)
            return Problem(StatusCodes.Status409Conflict, "This instance manages no broker: make the user at the one that it uses.");
        if (!NodeName.IsValid(name))
            return Problem(StatusCodes.Status400BadRequest, InstanceName.Rule);
        if (!AccountRoles.TryRead(word, out var role))
            return Problem(StatusCodes.Status400BadRequest, $"'{word}' is no role: use {AccountRoles.Words}.");
        if (table.Add(name, role, out var password) is not { } account)
            return Problem(StatusCodes.Status409Conflict,
                $"There is an account {name} already, and its password is not shown twice. Remove it first: decent-instance accounts remove {name}");
        await broker.FollowedAsync(enrolment.BrokerBudget, ct);
        return Results.Json(
            Line(account) with { Password = password, Broker = enrolment.Broker, Ca = enrolment.Trust?.Pem }, ControlJson.Default.AccountListing);
    }

    private static AccountListing Line(Account account) =>
        new() { Name = account.Name, Role = AccountRoles.NameOf(account.Role), User = account.User, Added = account.Added };

    private static IResult Problem(int status, string message) =>
        Results.Json(new ControlProblem { Message = message }, ControlJson.Default.ControlProblem, statusCode: status);
}
