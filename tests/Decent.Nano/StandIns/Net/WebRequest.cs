using System.Collections;
using System.Collections.Generic;

namespace System.Net;

internal abstract class WebRequest : IDisposable
{
    public static WebRequest Create(string url) => new HttpWebRequest(url);

    public abstract WebResponse GetResponse();

    public abstract void Dispose();
}

internal abstract class WebResponse : IDisposable
{
    public abstract void Dispose();
}

internal sealed class WebException(string message, Exception inner) : Exception(message, inner);

internal sealed class WebHeaderCollection
{
    private readonly Dictionary<string, string> _fields = new(StringComparer.OrdinalIgnoreCase);

    public string this[string name]
    {
        get => _fields.GetValueOrDefault(name)!;
        set => _fields[name] = value;
    }
}
