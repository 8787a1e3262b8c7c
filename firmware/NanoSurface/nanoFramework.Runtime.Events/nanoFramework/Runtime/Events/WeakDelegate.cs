using System;

namespace nanoFramework.Runtime.Events;

public static class WeakDelegate
{
    public static Delegate Combine(Delegate a, Delegate b) => throw null;
    public static Delegate Remove(Delegate a, Delegate b) => throw null;
}
