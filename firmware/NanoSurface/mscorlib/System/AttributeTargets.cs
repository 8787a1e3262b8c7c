namespace System;

public enum AttributeTargets
{
}
