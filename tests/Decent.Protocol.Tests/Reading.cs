using Decent.Protocol.Tests.Document;
using Decent.Protocol.Tests.Forms;

namespace Decent.Protocol.Tests;

/// <summary>What a reader may do with foreign bytes: refuse them, or accept them in such a way that writing gives the same bytes back.</summary>
internal static class Reading
{
    /// <summary>Null when all is well, or what is wrong.</summary>
    public static string? Fault(IMessageForm form, byte[] buffer, int count, byte[] scratch)
    {
        FieldSet? fields = form.Read(buffer, count);
        if (fields == null)
        {
            return null;
        }

        int length = form.Write(fields, scratch);
        if (length == 0 || length > count || (length < count && !form.TakesTail))
        {
            return $"accepted {count} bytes, wrote {length}";
        }

        for (int i = 0; i < length; i++)
        {
            byte ignored = form.Ignored(buffer, i);
            if (((buffer[i] ^ scratch[i]) & ~ignored) != 0 || (scratch[i] & ignored) != 0)
            {
                return $"byte {i} was {buffer[i]:x2}, written back as {scratch[i]:x2}";
            }
        }

        return null;
    }
}
