namespace Decent.Mqtt.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("decent-mqtt-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
