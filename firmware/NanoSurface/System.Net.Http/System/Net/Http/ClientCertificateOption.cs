namespace System.Net.Http;

public enum ClientCertificateOption
{
    Manual = 0,
    Automatic = 1,
}
