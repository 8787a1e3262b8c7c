using System.Text;

namespace System.Net.Http;

public class StringContent : ByteArrayContent
{
    public StringContent(string a) => throw null;
    public StringContent(string a, Encoding b) => throw null;
    public StringContent(string a, Encoding b, string c) => throw null;
}
