using Decent.Protocol;

namespace Decent.Firmware.Tests.Cases
{
    /// <summary>Numbers and texts to bytes and back.</summary>
    public static class CodecCases
    {
        public static string Numbers_stand_lowest_byte_first()
        {
            byte[] buffer = new byte[15];
            new ByteWriter(buffer).U8(0x01).U16(0x0302).U32(0x07060504).U64(0x0F0E0D0C0B0A0908);
            for (int i = 0; i < buffer.Length; i++)
            {
                if (buffer[i] != i + 1) return "byte " + i.ToString();
            }

            return Outcome.Holds;
        }

        public static string What_is_written_is_read_at_the_ends_of_each_range()
        {
            byte[] buffer = new byte[15];
            new ByteWriter(buffer).U8(0xFF).U16(0xFFFF).U32(0xFFFFFFFF).U64(0x8000000000000001);
            ByteReader r = new ByteReader(buffer, 0, buffer.Length);
            bool same = r.U8() == 0xFF && r.U16() == 0xFFFF && r.U32() == 0xFFFFFFFF && r.U64() == 0x8000000000000001;
            return Outcome.Of(same && !r.Failed && r.Left == 0, "read otherwise");
        }

        public static string Reading_past_the_end_gives_zero_and_is_remembered()
        {
            ByteReader r = new ByteReader(new byte[] { 9, 9, 9 }, 0, 3);
            return Outcome.Of(r.U32() == 0 && r.Failed && r.U8() == 0, "read on");
        }

        public static string Writing_past_the_end_writes_nothing_and_is_remembered()
        {
            byte[] buffer = new byte[3];
            ByteWriter w = new ByteWriter(buffer).U32(0xFFFFFFFF).U8(1);
            return Outcome.Of(w.Failed && w.Count == 0 && buffer[0] == 0, "wrote on");
        }

        public static string Hexadecimal_text_is_read_back_in_either_case()
        {
            byte[] bytes = { 0x00, 0x9A, 0xBC, 0xFF };
            byte[] read = new byte[4];
            if (Hex.Of(bytes, 0, 4) != "009abcff") return Hex.Of(bytes, 0, 4);
            if (!Hex.TryRead("009ABCff", read)) return "refused";
            return Hex.TryRead("009abcf", read) ? "took an odd text" : Outcome.Same(bytes, read, 4);
        }
    }
}
