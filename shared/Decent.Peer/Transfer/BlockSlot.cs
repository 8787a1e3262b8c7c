using Decent.Protocol;
using Decent.Protocol.Datagrams;

namespace Decent.Peer.Transfer
{
    /// <summary>One block on its way from one peer: which chunks are here, when it was asked for, how often.</summary>
    public sealed class BlockSlot
    {
        private int _length;
        private byte _of;

        public readonly byte[] Buffer = new byte[Limits.BlockBytesMax];

        /// <summary>The block's index in its batch; -1: free.</summary>
        public int Block = -1;

        public int Candidate;
        public ulong Nonce;

        /// <summary>Chunks still missing, bit by bit.</summary>
        public byte Missing;

        /// <summary>How often a timeout led to another request since the last chunk, the first request included.</summary>
        public int Tries;

        /// <summary>Requests sent; with one alone its answer's round trip is known.</summary>
        public int Sends;

        /// <summary>Places of the first and the last request in the order of all requests of the batch.</summary>
        public int FirstSent;

        public int LastSent;

        /// <summary>Chunks that the last request asked for.</summary>
        public byte Asked;

        /// <summary>The next request is due because a gap was seen, not because time is up.</summary>
        public bool Hastened;

        /// <summary>Hastened once without a chunk since: the end of an answer brings no other request.</summary>
        public bool Spent;

        /// <summary>When the block was first asked of this candidate, and when last.</summary>
        public long BeganMs;

        public long AskedMs;
        public long DueMs;
        public bool Heard;

        /// <summary>Bytes of the whole block once nothing is missing.</summary>
        public int Length => _length;

        public void Begin(long nowMs, int block, int candidate, ulong nonce)
        {
            BeganMs = nowMs;
            Block = block;
            Candidate = candidate;
            Nonce = nonce;
            Missing = (1 << Limits.ChunksMax) - 1;
            Tries = 0;
            Sends = 0;
            Hastened = false;
            Spent = false;
            Heard = false;
            _length = 0;
            _of = 0;
        }

        /// <summary>Takes a chunk. False when it contradicts the ones before; a repeated chunk is ignored.</summary>
        public bool Take(Data data, byte[] datagram)
        {
            if (_of == 0)
            {
                _of = data.Of;
                Missing = (byte)((1 << data.Of) - 1);
            }

            if (data.Of != _of) return false;
            int bit = 1 << data.Chunk;
            if ((Missing & bit) == 0) return true;
            int offset = data.Chunk * Limits.ChunkBytesMax;
            System.Array.Copy(datagram, Data.ContentOffset, Buffer, offset, data.Length);
            if (data.Chunk == data.Of - 1) _length = offset + data.Length;
            Missing = (byte)(Missing & ~bit);
            Spent = false;
            return true;
        }

        /// <summary>
        /// Whether the answer to the last request is over with <paramref name="chunk"/>: chunks come in rising order, so what is missing below the
        /// highest one asked for is lost.
        /// </summary>
        public bool EndsWith(int chunk) => Missing != 0 && (Asked & ((1 << _of) - 1)) >> chunk == 1;
    }
}
