namespace Decent.Instance.Git;

/// <summary>Who committed and when: always passed in, never taken from the machine.</summary>
/// <param name="InstanceId">The instance that writes, <c>[a-z0-9-]{4,32}</c>.</param>
/// <param name="Time">Time of the commit; git keeps whole seconds.</param>
public readonly record struct GitSignature(string InstanceId, DateTimeOffset Time)
{
    /// <summary>As git writes it: name, address, seconds since 1970, zone.</summary>
    public override string ToString() => $"Decent <{InstanceId}@decent.invalid> {Time.ToUnixTimeSeconds()} +0000";
}
