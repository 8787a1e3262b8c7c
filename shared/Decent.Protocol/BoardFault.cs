namespace Decent.Protocol
{
    /// <summary>What is wrong with a board's configuration; the first thing found is named.</summary>
    public enum BoardFault
    {
        None = 0,

        /// <summary>Nothing was ever written there.</summary>
        Missing = 1,

        /// <summary>Too short, too long, or another magic.</summary>
        NotARecord = 2,

        /// <summary>Written for another version of the firmware.</summary>
        Version = 3,

        /// <summary>The checksum does not fit.</summary>
        Damaged = 4,

        Name = 5,

        Secret = 6,

        Instance = 7,

        Edge = 8,

        Broker = 9,

        Board = 10,

        Partition = 11,

        Blocks = 12,

        Offered = 13,

        /// <summary>The record names the network address of another board.</summary>
        OtherBoard = 14,

        Admission = 15,
    }
}
