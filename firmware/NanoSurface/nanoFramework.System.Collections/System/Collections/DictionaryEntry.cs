namespace System.Collections;

public class DictionaryEntry
{
    public object Key;
    public object Value;

    public DictionaryEntry(object a, object b) => throw null;
}
