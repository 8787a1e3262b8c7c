using System.Text;
using Decent.Content.Disk;

namespace Decent.Edge.Bus;

/// <summary>The broker's certificate authority as the file that MQTT libraries read.</summary>
internal static class BrokerTrust
{
    /// <summary>Full path of the file; null for credentials without an authority: the broker is reached over plain TCP.</summary>
    /// <param name="state">State folder.</param>
    /// <param name="ca">PEM of the credentials.</param>
    public static string? Keep(string state, string ca)
    {
        if (ca.Length == 0)
        {
            return null;
        }

        string path = Path.Combine(state, "broker-ca.pem");
        DurableFile.Write(path, Encoding.ASCII.GetBytes(ca));
        return path;
    }
}
