namespace System;

public abstract class MulticastDelegate : Delegate
{
    protected MulticastDelegate() => throw null;

    public static bool operator ==(MulticastDelegate a, MulticastDelegate b) => throw null;
    public static bool operator !=(MulticastDelegate a, MulticastDelegate b) => throw null;
    public override bool Equals(object a) => throw null;
}
