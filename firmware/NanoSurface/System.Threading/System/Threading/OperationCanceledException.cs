namespace System.Threading;

public class OperationCanceledException : SystemException
{
    public OperationCanceledException() => throw null;
    public OperationCanceledException(string a) => throw null;
    public OperationCanceledException(string a, Exception b) => throw null;
}
