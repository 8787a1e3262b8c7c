using System;

namespace Decent.Nano;

/// <summary>Thrown in each thread that still waits when the story is over, so that it ends.</summary>
public sealed class InterpreterOverException : Exception;
