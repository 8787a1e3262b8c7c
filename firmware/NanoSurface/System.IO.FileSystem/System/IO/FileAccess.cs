namespace System.IO;

public enum FileAccess
{
    ReadWrite = 3,
}
