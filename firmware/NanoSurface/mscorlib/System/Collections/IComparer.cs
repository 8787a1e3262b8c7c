namespace System.Collections;

public interface IComparer
{
    int Compare(object a, object b);
}
