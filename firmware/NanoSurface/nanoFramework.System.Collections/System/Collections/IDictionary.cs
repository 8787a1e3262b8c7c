namespace System.Collections;

public interface IDictionary : ICollection
{
    bool IsReadOnly { get; }
    bool IsFixedSize { get; }
    ICollection Keys { get; }
    ICollection Values { get; }
    object this[object a] { get; set; }

    void Add(object a, object b);
    void Clear();
    bool Contains(object a);
    void Remove(object a);
}
