namespace System.Net.Http.Http.Headers;

public class MediaTypeHeaderValue
{
    public MediaTypeHeaderValue(string a) => throw null;

    public string CharSet { get => throw null; set => throw null; }
    public string MediaType { get => throw null; set => throw null; }

    public static MediaTypeHeaderValue Parse(string a) => throw null;
    public override string ToString() => throw null;
}
