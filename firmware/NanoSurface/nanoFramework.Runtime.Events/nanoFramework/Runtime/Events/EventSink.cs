namespace nanoFramework.Runtime.Events;

public sealed class EventSink : NativeEventDispatcher
{
    internal EventSink() => throw null;

    public static void AddEventListener(EventCategory a, IEventListener b) => throw null;
    public static void AddEventFilter(EventCategory a, IEventListener b) => throw null;
    public static void AddEventProcessor(EventCategory a, IEventProcessor b) => throw null;
    public static void RemoveEventListener(EventCategory a, IEventListener b) => throw null;
    public static void RemoveEventFilter(EventCategory a, IEventListener b) => throw null;
    public static void RemoveEventProcessor(EventCategory a, IEventProcessor b) => throw null;
    public static void PostManagedEvent(byte a, byte b, ushort c, uint d) => throw null;
}
