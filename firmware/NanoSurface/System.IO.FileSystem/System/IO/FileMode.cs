namespace System.IO;

public enum FileMode
{
    CreateNew = 1,
    Open = 3,
}
