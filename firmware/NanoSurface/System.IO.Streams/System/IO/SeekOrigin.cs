namespace System.IO;

public enum SeekOrigin
{
    Begin = 0,
}
