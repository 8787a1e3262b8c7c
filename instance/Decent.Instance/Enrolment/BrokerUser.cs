namespace Decent.Instance.Enrolment;

/// <summary>One account at the broker.</summary>
/// <param name="Name">Node name, also the MQTT user name and client id.</param>
/// <param name="Secret">Password: 32 random bytes as base64url, 43 characters.</param>
public sealed record BrokerUser(string Name, string Secret);
