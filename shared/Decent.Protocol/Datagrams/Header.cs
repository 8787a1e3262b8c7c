namespace Decent.Protocol.Datagrams
{
    /// <summary>The first 12 bytes of every datagram: magic "DC", version, type, nonce.</summary>
    public static class Header
    {
        public const int Bytes = 12;
        private const byte Magic0 = (byte)'D';
        private const byte Magic1 = (byte)'C';

        /// <summary>The type of a datagram that this build understands; None for everything else, whatever it is.</summary>
        public static DatagramType TypeOf(byte[] buffer, int count)
        {
            if (count < Bytes || count > Limits.DatagramBytesMax || count > buffer.Length) return DatagramType.None;
            if (buffer[0] != Magic0 || buffer[1] != Magic1 || buffer[2] != Limits.WireVersion) return DatagramType.None;
            byte type = buffer[3];
            return type >= (byte)DatagramType.WantResource && type <= (byte)DatagramType.Gone ? (DatagramType)type : DatagramType.None;
        }

        internal static ByteWriter Write(byte[] buffer, DatagramType type, ulong nonce) =>
            new ByteWriter(buffer).U8(Magic0).U8(Magic1).U8(Limits.WireVersion).U8((int)type).U64(nonce);

        /// <summary>A reader behind type, with the nonce next; null when it is not of that type.</summary>
        internal static ByteReader? Read(byte[] buffer, int count, DatagramType type)
        {
            if (TypeOf(buffer, count) != type) return null;
            ByteReader reader = new ByteReader(buffer, 0, count);
            reader.Skip(4);
            return reader;
        }
    }
}
