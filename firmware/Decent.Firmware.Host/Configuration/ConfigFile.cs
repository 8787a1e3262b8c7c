using Decent.Hosting.Identity;
using Decent.Protocol;

namespace Decent.Firmware.Host.Configuration;

/// <summary>Reads the configuration that "decent-instance nodes add --board-config" wrote.</summary>
public static class ConfigFile
{
    /// <summary>The record with what the command line sets differently, or null and a sentence that says what to do.</summary>
    public static BoardRecord? Read(BoardOptions options, out string problem)
    {
        var record = Read(options.ConfigPath, out problem);
        if (record is null) return null;
        if (options.Port is < 0 or > ushort.MaxValue) problem = "--port: use 0 to 65535.";
        if (options.Blocks is < 1 or > BoardRecord.BlocksMax) problem = $"--blocks: use 1 to {BoardRecord.BlocksMax}.";
        var admission = options.Admission is null ? record.Admission : BoardAdmission.Named(options.Admission);
        if (admission < 0) problem = $"--{BoardFaultText.Of(BoardFault.Admission)}.";
        if (problem.Length > 0) return null;
        record.UdpPort = (ushort)(options.Port ?? record.UdpPort);
        record.Blocks = (ushort)(options.Blocks ?? record.Blocks);
        record.Admission = (byte)admission;
        return record;
    }

    /// <summary>The file's content, or null and a sentence that says what to do.</summary>
    public static BoardRecord? Read(string path, out string problem)
    {
        var record = new BoardRecord();
        var bytes = new byte[BoardRecord.BytesMax];
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
            var fault = record.Read(bytes, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
            problem = fault == BoardFault.None ? "" : $"{path}: {BoardFaultText.Of(fault)}.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = $"{path} cannot be read ({e.Message}); write it with 'decent-instance nodes add NAME --board simulated --board-config FILE'.";
        }

        // A board cannot check this, a host can.
        if (problem.Length == 0 && record.Node != NodeId.Of(record.Name).Number) problem = $"{path}: its id is not that of its name; write it again.";
        return problem.Length == 0 ? record : null;
    }
}
