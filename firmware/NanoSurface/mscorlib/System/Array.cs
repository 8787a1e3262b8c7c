using System.Collections;

namespace System;

public abstract class Array : ICloneable, IList
{
    protected Array() => throw null;

    public int Length { get => throw null; }
    public object SyncRoot { get => throw null; }
    public bool IsReadOnly { get => throw null; }
    public bool IsFixedSize { get => throw null; }
    public bool IsSynchronized { get => throw null; }

    public static Array CreateInstance(Type a, int b) => throw null;
    public static void Copy(Array a, Array b, int c) => throw null;
    public static void Copy(Array a, int b, Array c, int d, int e) => throw null;
    public static void Clear(Array a, int b, int c) => throw null;
    public object GetValue(int a) => throw null;
    public object Clone() => throw null;
    public static int BinarySearch(Array a, object b, IComparer c) => throw null;
    public static int BinarySearch(Array a, int b, int c, object d, IComparer e) => throw null;
    public void CopyTo(Array a, int b) => throw null;
    public IEnumerator GetEnumerator() => throw null;
    public static int IndexOf(Array a, object b) => throw null;
    public static int IndexOf(Array a, object b, int c) => throw null;
    public static int IndexOf(Array a, object b, int c, int d) => throw null;

    int ICollection.Count => throw null;
    object IList.this[int a] { get => throw null; set => throw null; }
    int IList.Add(object a) => throw null;
    bool IList.Contains(object a) => throw null;
    void IList.Clear() => throw null;
    int IList.IndexOf(object a) => throw null;
    void IList.Insert(int a, object b) => throw null;
    void IList.Remove(object a) => throw null;
    void IList.RemoveAt(int a) => throw null;
}
