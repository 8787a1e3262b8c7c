using System;

namespace nanoFramework.Runtime.Events;

public interface IEventProcessor
{
    BaseEvent ProcessEvent(uint a, uint b, DateTime c);
}
