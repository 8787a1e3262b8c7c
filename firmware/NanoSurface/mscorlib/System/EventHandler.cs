namespace System;

public delegate void EventHandler(object a, EventArgs b);
