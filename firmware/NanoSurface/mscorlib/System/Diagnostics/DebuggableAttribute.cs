namespace System.Diagnostics;

public class DebuggableAttribute : Attribute
{
    public DebuggableAttribute(bool a, bool b) => throw null;
    public DebuggableAttribute(DebuggableAttribute.DebuggingModes a) => throw null;

    public bool IsJITTrackingEnabled { get => throw null; }
    public bool IsJITOptimizerDisabled { get => throw null; }
    public DebuggableAttribute.DebuggingModes DebuggingFlags { get => throw null; }

    public enum DebuggingModes
    {
        None = 0,
        Default = 1,
        DisableOptimizations = 256,
        IgnoreSymbolStoreSequencePoints = 2,
        EnableEditAndContinue = 4,
    }
}
