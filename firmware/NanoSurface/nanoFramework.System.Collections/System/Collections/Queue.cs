namespace System.Collections;

public class Queue : ICollection, ICloneable
{
    public Queue() => throw null;

    public int Count { get => throw null; }
    public bool IsSynchronized { get => throw null; }
    public object SyncRoot { get => throw null; }

    public object Clone() => throw null;
    public void Clear() => throw null;
    public void CopyTo(Array a, int b) => throw null;
    public void Enqueue(object a) => throw null;
    public IEnumerator GetEnumerator() => throw null;
    public object Dequeue() => throw null;
    public object Peek() => throw null;
    public bool Contains(object a) => throw null;
    public object[] ToArray() => throw null;
}
