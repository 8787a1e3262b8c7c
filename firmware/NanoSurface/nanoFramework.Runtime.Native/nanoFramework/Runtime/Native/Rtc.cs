using System;

namespace nanoFramework.Runtime.Native;

public static class Rtc
{
    public static bool SetSystemTime(DateTime a) => throw null;
}
