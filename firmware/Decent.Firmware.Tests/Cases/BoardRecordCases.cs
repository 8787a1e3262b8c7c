using Decent.Protocol;

namespace Decent.Firmware.Tests.Cases
{
    /// <summary>The configuration.</summary>
    public static class BoardRecordCases
    {
        public static string What_is_written_is_read()
        {
            byte[] buffer = new byte[BoardRecord.BytesMax];
            int count = Some().Write(buffer);
            BoardRecord read = new BoardRecord();
            BoardFault fault = read.Read(buffer, count);
            if (fault != BoardFault.None) return "fault " + ((int)fault).ToString();
            bool same = read.Name == "hall-board" && read.Secret == "secret" && read.Instance == "http://10.0.0.5:4970" && read.Edge == ""
                && read.Broker == "10.0.0.5:1883" && read.Node == 0x8697ea912601d983 && read.Sequence == 3 && read.Key[31] == 0xA5;
            return Outcome.Of(same, "read otherwise");
        }

        public static string Each_flipped_byte_is_noticed()
        {
            byte[] buffer = new byte[BoardRecord.BytesMax];
            int count = Some().Write(buffer);
            BoardRecord read = new BoardRecord();
            for (int i = 0; i < count; i++)
            {
                buffer[i] ^= 0x10;
                if (read.Read(buffer, count) == BoardFault.None) return "byte " + i.ToString();
                buffer[i] ^= 0x10;
            }

            return Outcome.Of(read.Read(buffer, count) == BoardFault.None, "not put back");
        }

        public static string A_record_with_an_address_is_for_one_board()
        {
            byte[] own = { 0x24, 0x0A, 0xC4, 1, 2, 3 };
            byte[] other = { 0x24, 0x0A, 0xC4, 1, 2, 4 };
            BoardRecord record = Some();
            bool any = record.IsFor(own) && record.IsFor(other);
            for (int i = 0; i < own.Length; i++) record.Mac[i] = own[i];
            byte[] buffer = new byte[BoardRecord.BytesMax];
            BoardRecord read = new BoardRecord();
            bool kept = read.Read(buffer, record.Write(buffer)) == BoardFault.None;
            return Outcome.Of(any && kept && read.IsFor(own) && !read.IsFor(other) && read.IsFor(new byte[0]), "another board may use it");
        }

        public static string Nothing_is_told_from_something_else()
        {
            BoardRecord read = new BoardRecord();
            bool told = read.Read(new byte[0], 0) == BoardFault.Missing && read.Read(new byte[100], 100) == BoardFault.NotARecord;
            return Outcome.Of(told, "not told");
        }

        private static BoardRecord Some()
        {
            BoardRecord record = new BoardRecord();
            record.Name = "hall-board";
            record.Secret = "secret";
            record.Instance = "http://10.0.0.5:4970";
            record.Broker = "10.0.0.5:1883";
            record.Node = 0x8697ea912601d983;
            record.Sequence = 3;
            record.Key[31] = 0xA5;
            return record;
        }
    }
}
