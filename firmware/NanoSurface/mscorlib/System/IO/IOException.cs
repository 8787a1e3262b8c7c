namespace System.IO;

public class IOException : SystemException
{
    public IOException() => throw null;
    public IOException(string a) => throw null;
    public IOException(string a, int b) => throw null;
    public IOException(string a, Exception b) => throw null;

    public IOException.IOExceptionErrorCode ErrorCode { get => throw null; }

    public enum IOExceptionErrorCode
    {
        Others = -536870912,
        InvalidDriver = -520093696,
        FileNotFound = -503316480,
        DirectoryNotFound = -486539264,
        VolumeNotFound = -469762048,
        PathTooLong = -452984832,
        DirectoryNotEmpty = -436207616,
        UnauthorizedAccess = -419430400,
        PathAlreadyExists = -402653184,
        TooManyOpenHandles = -385875968,
    }
}
