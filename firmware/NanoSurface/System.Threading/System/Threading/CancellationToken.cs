namespace System.Threading;

public struct CancellationToken
{
}
