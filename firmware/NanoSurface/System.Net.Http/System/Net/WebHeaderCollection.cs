namespace System.Net;

public class WebHeaderCollection
{
    public WebHeaderCollection() => throw null;

    public string this[string a] { get => throw null; }
}
