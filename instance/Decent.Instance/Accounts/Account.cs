namespace Decent.Instance.Accounts;

/// <summary>One account as everybody may know it.</summary>
/// <param name="Name">As the operator called it.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Added">UTC time.</param>
public sealed record Account(string Name, AccountRole Role, DateTimeOffset Added)
{
    /// <summary>Its user name at the broker: the dot keeps it apart from every node.</summary>
    public string User => $"{Name}.{AccountRoles.NameOf(Role)}";
}
