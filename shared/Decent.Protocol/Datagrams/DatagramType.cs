namespace Decent.Protocol.Datagrams
{
    /// <summary>Byte 3 of every datagram.</summary>
    public enum DatagramType : byte
    {
        None = 0,
        WantResource = 1,
        WantBlocks = 2,
        Have = 3,
        Get = 4,
        Data = 5,
        Gone = 6,
    }
}
