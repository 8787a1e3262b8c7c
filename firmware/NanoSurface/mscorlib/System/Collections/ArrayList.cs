namespace System.Collections;

public class ArrayList : IList, ICloneable
{
    public ArrayList() => throw null;

    public int Capacity { get => throw null; set => throw null; }
    public int Count { get => throw null; }
    public bool IsFixedSize { get => throw null; }
    public bool IsReadOnly { get => throw null; }
    public bool IsSynchronized { get => throw null; }
    public object SyncRoot { get => throw null; }
    public object this[int a] { get => throw null; set => throw null; }

    public int Add(object a) => throw null;
    public int BinarySearch(object a, IComparer b) => throw null;
    public void Clear() => throw null;
    public object Clone() => throw null;
    public bool Contains(object a) => throw null;
    public void CopyTo(Array a) => throw null;
    public void CopyTo(Array a, int b) => throw null;
    public IEnumerator GetEnumerator() => throw null;
    public int IndexOf(object a) => throw null;
    public int IndexOf(object a, int b) => throw null;
    public int IndexOf(object a, int b, int c) => throw null;
    public void Insert(int a, object b) => throw null;
    public void Remove(object a) => throw null;
    public void RemoveAt(int a) => throw null;
    public object[] ToArray() => throw null;
    public Array ToArray(Type a) => throw null;
}
