namespace System.Collections;

public interface IList : ICollection
{
    object this[int a] { get; set; }
    bool IsReadOnly { get; }
    bool IsFixedSize { get; }

    int Add(object a);
    bool Contains(object a);
    void Clear();
    int IndexOf(object a);
    void Insert(int a, object b);
    void Remove(object a);
    void RemoveAt(int a);
}
