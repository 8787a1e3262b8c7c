namespace System;

public class EventArgs
{
    public EventArgs() => throw null;
}
