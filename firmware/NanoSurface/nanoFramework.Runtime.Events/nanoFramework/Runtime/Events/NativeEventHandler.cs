using System;

namespace nanoFramework.Runtime.Events;

public delegate void NativeEventHandler(uint a, uint b, DateTime c);
