namespace Decent.Firmware.Tests.Fakes;

/// <summary>Ends whatever ran, as a cut does.</summary>
public sealed class PowerCutException : Exception;
