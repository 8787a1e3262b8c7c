using Decent.Nano;

namespace System.Net;

internal static class Dns
{
    public static IPHostEntry GetHostEntry(string name) => new() { HostName = name, AddressList = [IPAddress.Parse(Interpreter.Current.Lan.Look(name))] };
}
