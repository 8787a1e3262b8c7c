using Decent.Hosting.Control;

namespace Decent.Instance.Accounts;

/// <summary>Composition of the accounts of people and tools.</summary>
public static class AccountsServices
{
    /// <summary>Adds the accounts and their routes on the control socket.</summary>
    public static IServiceCollection AddAccounts(this IServiceCollection services) => services
        .AddSingleton<AccountTable>()
        .AddSingleton(new ControlRoutes(AccountsEndpoints.Map));
}
