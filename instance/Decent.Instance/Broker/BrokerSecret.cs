using System.Buffers.Text;
using System.Security.Cryptography;
using Decent.Instance.Index;

namespace Decent.Instance.Broker;

/// <summary>The instance's own password at its managed broker: made once, kept in the ledger.</summary>
public sealed class BrokerSecret(Ledger ledger)
{
    /// <summary>32 random bytes as base64url, 43 characters.</summary>
    public string Text { get; } = ledger.Setting("broker-secret", Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));
}
