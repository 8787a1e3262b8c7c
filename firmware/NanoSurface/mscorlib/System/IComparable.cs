namespace System;

public interface IComparable
{
    int CompareTo(object a);
}
