using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace Decent.Architecture.Tests.Metadata;

/// <summary>Walks the instructions of a method body.</summary>
internal static class IlScan
{
    private static readonly Dictionary<int, OpCode> Known = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value);

    /// <summary>Each instruction in order; ends early at an unknown one, after yielding <see cref="OpCodes.Prefix1"/> for it.</summary>
    public static IEnumerable<OpCode> Instructions(MethodBodyBlock body)
    {
        var bytes = body.GetILBytes() ?? [];
        var at = 0;
        while (at < bytes.Length)
        {
            int value = bytes[at++];
            if (value == 0xFE && at < bytes.Length)
            {
                value = 0xFE00 | bytes[at++];
            }

            if (!Known.TryGetValue(value, out var code))
            {
                yield return OpCodes.Prefix1;
                yield break;
            }

            yield return code;
            at += OperandBytes(code, bytes, at);
        }
    }

    private static int OperandBytes(OpCode code, byte[] bytes, int at) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(bytes, at)),
        _ => 4,
    };
}
