namespace System.Net.NetworkInformation;

public sealed class NetworkAvailabilityEventArgs : EventArgs
{
    internal NetworkAvailabilityEventArgs() => throw null;

    public bool IsAvailable { get => throw null; }
}
