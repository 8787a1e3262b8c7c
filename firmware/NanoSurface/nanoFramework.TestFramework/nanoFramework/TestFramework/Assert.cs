namespace nanoFramework.TestFramework;

public class Assert
{
    public static void AreEqual(string a, string b, string c) => throw null;
    public static void IsTrue(bool a, string b) => throw null;
}
