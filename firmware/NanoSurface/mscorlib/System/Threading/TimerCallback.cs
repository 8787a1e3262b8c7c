namespace System.Threading;

public delegate void TimerCallback(object a);
