namespace System.Collections;

public interface IEqualityComparer
{
    bool Equals(object a, object b);
    int GetHashCode(object a);
}
