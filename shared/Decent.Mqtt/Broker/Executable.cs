namespace Decent.Mqtt.Broker;

/// <summary>Finds programs. Debian puts daemons into /usr/sbin, which is not on every user's path.</summary>
internal static class Executable
{
    private static readonly string[] _alsoIn = ["/usr/sbin", "/usr/local/sbin"];

    /// <exception cref="MqttSetupException">It is nowhere; says which package has it.</exception>
    public static string Find(string name, string package)
    {
        if (name.Contains('/'))
        {
            return File.Exists(name) ? name : throw new MqttSetupException(
                $"{name} not found: apt install {package}, or correct {nameof(MosquittoOptions)}.{nameof(MosquittoOptions.Executable)}.");
        }
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Concat(_alsoIn);
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new MqttSetupException($"{name} not found on the PATH or in {string.Join(" or ", _alsoIn)}: apt install {package}.");
    }
}
