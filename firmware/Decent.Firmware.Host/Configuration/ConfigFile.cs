using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Decent.Firmware.Configuration;

namespace Decent.Firmware.Host.Configuration;

/// <summary>Reads the file that "decent-instance nodes add" printed.</summary>
public static class ConfigFile
{
    private const int BytesMax = 64 << 10;

    /// <summary>The file's content, or null and a sentence that says what to do.</summary>
    public static BoardConfig? Read(string path, out string problem)
    {
        try
        {
            if (new FileInfo(path).Length > BytesMax)
            {
                problem = $"{path} is larger than {BytesMax} bytes; give the file that 'decent-instance nodes add' printed.";
                return null;
            }

            return Parse(File.ReadAllBytes(path), path, out problem);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = $"{path} cannot be read ({e.Message}); give the file that 'decent-instance nodes add' printed.";
            return null;
        }
    }

    /// <summary>A node's id as 16 hex digits; a board is told it, a host can compute it.</summary>
    public static string NodeIdOf(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 8));

    private static BoardConfig? Parse(byte[] bytes, string path, out string problem)
    {
        problem = "";
        try
        {
            var config = JsonSerializer.Deserialize(bytes, BoardConfigJson.Default.BoardConfig);
            if (config is null) problem = $"{path} is empty; give the file that 'decent-instance nodes add' printed.";
            else if (config.NodeId is null or "") config.NodeId = NodeIdOf(config.Name ?? "");
            else if (config.NodeId != NodeIdOf(config.Name ?? "")) problem = $"{path}: nodeId is not that of this name; leave it out, or correct the name.";
            return problem.Length == 0 ? config : null;
        }
        catch (JsonException e)
        {
            problem = $"{path} is not JSON as expected (line {e.LineNumber + 1}); give the file that 'decent-instance nodes add' printed.";
            return null;
        }
    }
}
