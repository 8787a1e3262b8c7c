namespace nanoFramework.Networking;

public class Sntp
{
    public Sntp() => throw null;

    public static bool IsStarted { get => throw null; }

    public static void Start() => throw null;
}
