namespace System.Collections;

public class ArrayList
{
    public ArrayList() => throw null;

    public int Add(object a) => throw null;
    public bool Contains(object a) => throw null;
    public void Remove(object a) => throw null;
}
