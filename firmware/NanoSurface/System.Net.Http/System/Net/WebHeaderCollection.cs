namespace System.Net;

public class WebHeaderCollection
{
    public WebHeaderCollection() => throw null;

    public string this[string a] { get => throw null; }
    public int Count { get => throw null; }
    public string[] AllKeys { get => throw null; }

    public void Add(string a, string b) => throw null;
    public void Add(string a) => throw null;
    public void Set(string a, string b) => throw null;
    public void Remove(string a) => throw null;
    public string[] GetValues(string a) => throw null;
    public override string ToString() => throw null;
    public byte[] ToByteArray() => throw null;
    public static bool IsRestricted(string a) => throw null;
}
