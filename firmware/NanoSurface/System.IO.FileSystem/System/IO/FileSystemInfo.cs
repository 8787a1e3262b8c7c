namespace System.IO;

public abstract class FileSystemInfo : MarshalByRefObject
{
    protected FileSystemInfo() => throw null;

    public FileAttributes Attributes { get => throw null; }
    public string FullName { get => throw null; }
    public string Extension { get => throw null; }
    public virtual bool Exists { get => throw null; }
    public virtual string Name { get => throw null; }

    public virtual void Delete() => throw null;
    public void Refresh() => throw null;
    protected virtual void HandleRefreshError() => throw null;
}
