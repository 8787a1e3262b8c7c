namespace System;

public abstract class Delegate
{
    protected Delegate() => throw null;

    public object Target { get => throw null; }

    public override bool Equals(object a) => throw null;
    public static Delegate Combine(Delegate a, Delegate b) => throw null;
    public Delegate[] GetInvocationList() => throw null;
    public static Delegate Remove(Delegate a, Delegate b) => throw null;
    public static bool operator ==(Delegate a, Delegate b) => throw null;
    public static bool operator !=(Delegate a, Delegate b) => throw null;
}
