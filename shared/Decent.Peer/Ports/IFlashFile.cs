namespace Decent.Peer.Ports
{
    /// <summary>One open file. What was written since it was opened is lost at a power cut; only <see cref="Close"/> commits.</summary>
    public interface IFlashFile
    {
        /// <summary>Bytes now, uncommitted ones included.</summary>
        int Length { get; }

        /// <summary>Reads what is there of <paramref name="count"/> bytes at <paramref name="position"/>: fewer at the end, -1 when the drive fails.</summary>
        int Read(int position, byte[] buffer, int offset, int count);

        /// <summary>Writes all of it, growing the file; zeros fill a gap. False when the drive is full or fails: what stands there then is unknown.</summary>
        bool Write(int position, byte[] buffer, int offset, int count);

        /// <summary>Commits and ends the file. False: the state of the last successful close stands, or part of it.</summary>
        bool Close();
    }
}
