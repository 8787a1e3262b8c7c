namespace System.Net;

public static class Dns
{
    public static IPHostEntry GetHostEntry(string a) => throw null;
}
