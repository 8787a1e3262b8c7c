using System;

namespace nanoFramework.TestFramework;

public class TestMethodAttribute : Attribute
{
    public TestMethodAttribute() => throw null;
}
