namespace Decent.Protocol
{
    /// <summary>A fault in words for the person who configures a board.</summary>
    public static class BoardFaultText
    {
        /// <summary>What to change, without a full stop; empty for <see cref="BoardFault.None"/>.</summary>
        public static string Of(BoardFault fault)
        {
            switch (fault)
            {
                case BoardFault.None: return "";
                case BoardFault.Missing: return "there is no configuration; write one with 'decent-instance nodes add NAME --board-config FILE'";
                case BoardFault.NotARecord: return "this is no board configuration; write one with 'decent-instance nodes add NAME --board-config FILE'";
                case BoardFault.Version: return "this configuration is of another version; write it with the instance's newer or older program";
                case BoardFault.Damaged: return "this configuration is damaged; copy it again";
                case BoardFault.Name: return "name: use 4 to 32 of a-z, 0-9 and -";
                case BoardFault.Secret: return "secret: use 1 to 64 printable characters";
                case BoardFault.Instance: return "instance: use http://host:port of at most 200 characters, or leave it empty";
                case BoardFault.Edge: return "edge: use http://host:port of at most 200 characters, or leave it empty";
                case BoardFault.Broker: return "broker: use host:port of at most 200 characters, or leave it empty";
                case BoardFault.Board: return "board: this firmware does not know that kind";
                case BoardFault.Partition: return "partition: use 65536 to 1073741824 bytes";
                case BoardFault.Blocks: return "blocks: use 1 to 16384, or 0 for what the partition holds";
                case BoardFault.Offered: return "offered: use 5000 to 100000000 bytes a second";
                case BoardFault.Admission: return "admission: use auto, all or second";
                case BoardFault.OtherBoard: return "this configuration is for the board with another network address; give each board one of its own";
                default: return "unknown fault";
            }
        }
    }
}
