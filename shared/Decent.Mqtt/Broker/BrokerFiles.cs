using System.Text;

namespace Decent.Mqtt.Broker;

/// <summary>The broker's folder.</summary>
internal sealed class BrokerFiles
{
    private readonly string _ports;

    public BrokerFiles(string folder)
    {
        var root = Path.GetFullPath(folder);
        if (root.Any(char.IsControl))
            throw new MqttSetupException("The broker's folder has a control character in its name, which its configuration cannot hold; choose another.");
        Configuration = Path.Combine(root, "mosquitto.conf");
        Passwords = Path.Combine(root, "passwords");
        Acl = Path.Combine(root, "acl");
        Store = Path.Combine(root, "store");
        _ports = Path.Combine(root, "ports");
        Directory.CreateDirectory(Store);
    }

    public string Configuration { get; }

    public string Passwords { get; }

    public string Acl { get; }

    public string Store { get; }

    /// <summary>Writes configuration and ports; returns the ports.</summary>
    public async Task<BrokerPorts> WriteConfigurationAsync(MosquittoOptions options, CancellationToken ct)
    {
        var remembered = File.Exists(_ports) ? await File.ReadAllTextAsync(_ports, ct).ConfigureAwait(false) : null;
        var ports = BrokerPorts.Choose(options, remembered);
        await DurableFile.ReplaceAsync(Configuration, BrokerConfiguration.Write(options, this, ports), ct).ConfigureAwait(false);
        await DurableFile.ReplaceAsync(_ports, ports.ToString(), ct).ConfigureAwait(false);
        return ports;
    }

    /// <summary>Forgets chosen ports that turned out to be taken.</summary>
    public void ForgetPorts() => File.Delete(_ports);

    /// <exception cref="ArgumentException">A user's name or hash could change the meaning of the files.</exception>
    public async Task WriteUsersAsync(IReadOnlyList<MosquittoUser> users, string acl, CancellationToken ct)
    {
        var lines = new StringBuilder();
        foreach (var user in users)
        {
            if (!user.IsValid)
                throw new ArgumentException(
                    $"The broker cannot take the user '{user.Name}': use 1 to 64 letters, digits, '-', '_' or '.', and a $7$ hash.", nameof(users));
            lines.Append(user.Name).Append(':').Append(user.PasswordHash).Append('\n');
        }
        await DurableFile.ReplaceAsync(Acl, acl.EndsWith('\n') ? acl : acl + '\n', ct).ConfigureAwait(false);
        await DurableFile.ReplaceAsync(Passwords, lines.ToString(), ct).ConfigureAwait(false);
    }
}
