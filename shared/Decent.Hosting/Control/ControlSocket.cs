using System.Text;

namespace Decent.Hosting.Control;

/// <summary>Where daemon and command line meet.</summary>
public static class ControlSocket
{
    // sockaddr_un has 108 bytes with the closing zero.
    private const int PathBytesMax = 107;

    /// <summary>The socket of a state folder.</summary>
    public static string Path(string state) => System.IO.Path.Combine(state, "control.sock");

    /// <summary>The reason why a state folder cannot have a socket, or null.</summary>
    public static string? Rule(string state) => Encoding.UTF8.GetByteCount(Path(state)) <= PathBytesMax
        ? null
        : $"The state folder's path is too long for a Unix socket: {Path(state)} has more than {PathBytesMax} bytes. Choose a shorter one with --state.";
}
