namespace System;

public class Uri
{
    public static readonly string UriSchemeHttp;
    public static readonly string UriSchemeHttps;
    public const int HttpDefaultPort = 80;
    public const int HttpsDefaultPort = 443;
    public const int UnknownPort = -1;
    public int _port;
    public string _absolutePath;
    public string _originalUriString;
    public string _scheme;
    public string _host;
    public bool _isAbsoluteUri;
    public bool _isUnc;
    public string _absoluteUri;
    public string _fragment;
    public string _query;
    public string _userInfo;

    public Uri(string a) => throw null;
    public Uri(string a, UriKind b) => throw null;
    public Uri(Uri a, string b) => throw null;

    public int Port { get => throw null; }
    public bool IsAbsoluteUri { get => throw null; }
    public bool IsUnc { get => throw null; }
    public bool IsDefaultPort { get => throw null; }
    public bool IsFile { get => throw null; }
    public string[] Segments { get => throw null; }
    public string AbsolutePath { get => throw null; }
    public string OriginalString { get => throw null; }
    public string AbsoluteUri { get => throw null; }
    public string Fragment { get => throw null; }
    public string Query { get => throw null; }
    public string PathAndQuery { get => throw null; }
    public string UserInfo { get => throw null; }
    public string Scheme { get => throw null; }
    public string Host { get => throw null; }
    public bool IsLoopback { get => throw null; }

    protected bool ConstructAbsoluteUri(string a) => throw null;
    protected bool ValidateUriPart(string a, int b) => throw null;
    protected bool ParseUriString(string a) => throw null;
    protected bool ParseSchemeSpecificPart(string a, int b) => throw null;
    protected void Split(string a, int b, ref string c, ref string d, bool e) => throw null;
    protected bool IsIPv4(string a) => throw null;
    public override int GetHashCode() => throw null;
    public override bool Equals(object a) => throw null;
    public static bool operator ==(Uri a, Uri b) => throw null;
    public static bool operator !=(Uri a, Uri b) => throw null;
    public static bool IsWellFormedUriString(string a, UriKind b) => throw null;
}
