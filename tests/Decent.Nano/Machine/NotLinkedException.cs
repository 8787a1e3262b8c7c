using System;

namespace Decent.Nano;

/// <summary>What the interpreter throws when a method's native part was not built in.</summary>
public sealed class NotLinkedException : Exception;
