namespace System.Net;

public class NetworkCredential
{
    public NetworkCredential() => throw null;
    public NetworkCredential(string a, string b) => throw null;
    public NetworkCredential(string a, string b, AuthenticationType c) => throw null;

    public string UserName { get => throw null; set => throw null; }
    public string Password { get => throw null; set => throw null; }
    public AuthenticationType AuthenticationType { get => throw null; set => throw null; }
}
