namespace Decent.Protocol.Frames
{
    /// <summary>Byte 1 of every MQTT payload but the will.</summary>
    public enum FrameType : byte
    {
        None = 0,
        Birth = 1,
        Death = 2,
        Counters = 3,
        Log = 4,
        Command = 5,
        CommandResult = 6,
        Inventory = 7,
        GroupManifest = 8,
        Delta = 9,
        LogAck = 10,
        RunClaim = 11,
        RunGrant = 12,
    }
}
