namespace nanoFramework.Runtime.Events;

public delegate void CustomEventPostedEventHandler(object a, CustomEventArgs b);
