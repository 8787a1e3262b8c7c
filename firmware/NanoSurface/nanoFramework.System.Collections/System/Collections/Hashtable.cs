namespace System.Collections;

public class Hashtable : ICloneable, IDictionary
{
    public Hashtable() => throw null;
    public Hashtable(int a) => throw null;
    public Hashtable(int a, float b) => throw null;

    public int Count { get => throw null; }
    public bool IsSynchronized { get => throw null; }
    public object SyncRoot { get => throw null; }
    public bool IsReadOnly { get => throw null; }
    public bool IsFixedSize { get => throw null; }
    public ICollection Keys { get => throw null; }
    public ICollection Values { get => throw null; }
    public object this[object a] { get => throw null; set => throw null; }

    public object Clone() => throw null;
    public IEnumerator GetEnumerator() => throw null;
    public void CopyTo(Array a, int b) => throw null;
    public void Add(object a, object b) => throw null;
    public void Clear() => throw null;
    public bool Contains(object a) => throw null;
    public void Remove(object a) => throw null;
}
