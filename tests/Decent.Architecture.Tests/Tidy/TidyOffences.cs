namespace Decent.Architecture.Tests.Tidy;

/// <summary>Texts that break one rule each, and texts that only look so: rule, path, text.</summary>
internal static class TidyOffences
{
    private const string Edge = "edge/Decent.Edge/Store/Shelf.cs";

    private const string Test = "tests/Decent.Edge.Tests/ShelfTests.cs";

    private const string Device = "firmware/Decent.Firmware/Device/Shelf.cs";

    private const string Board = "firmware/Decent.Firmware/Board/Shelf.cs";

    public static readonly TheoryData<string, string, string> Bad = new()
    {
        { "short files", Edge, string.Concat(Enumerable.Repeat("\n", 301)) },
        { "short lines", Edge, new string('x', 161) },
        { "no leftovers", Edge, "// T" + "ODO: later" },
        { "no leftovers", Edge, "throw new NotImplemented" + "Exception();" },
        { "no sleeps in tests", Test, "Thread" + ".Sleep(5);" },
        { "no sleeps in tests", Test, "await Task" + ".Delay(50);" },
        { "no sleeps in tests", Test, "await Task" + ".Delay(TimeSpan.FromMinutes(1, 2), stop);" },
        { "no silent catch", Edge, "try { A(); }\ncatch (IOException e) when (Gone(e)) { }" },
        { "no silent catch", Edge, "try { A(); }\ncatch\n{\n}\n" },
        { "no vague names", Edge, "public sealed class Block" + "Manager { }" },
        { "no vague names", Edge, "internal record struct Node" + "Info(int A);" },
        { "folder is namespace", Edge, "namespace Decent.Edge;\n" },
        { "folder is namespace", Edge, "public class Shelf { }" },
        { "folder is namespace", "firmware/NanoSurface/mscorlib/System/IO/Gone.cs", "namespace System;\n" },
        { "one public type per file", Edge, "namespace A;\npublic class B { }\npublic delegate void C(int d);\n" },
        { "one public type per file", Edge, "namespace A\n{\n    public class B { }\n    public static partial class C { }\n}\n" },
        { "explained pragma", Edge, "int a;\n#pragma" + " warning disable CA1031\n" },
        { "the board's own", Device, "Power.RebootDevice(RebootOption.NormalReboot);" },
        { "the board's own", "firmware/Decent.Firmware.Virtual/Program.cs", "Power . RebootDevice();" },
        { "the board's own", Device, "if (!WifiNetworkHelper.Reconnect(false, 0, token)) return;" },
        { "the board's own", Device, "using nanoFramework.Networking;" },
        { "the board's own", "shared/Decent.Peer/Shelf.cs", "if (!Sntp.IsStarted) Sntp.Start();" },
        { "the board's own", "firmware/Decent.Firmware/Signals/Shelf.cs", "pin = new GpioController().OpenPin(2, mode);" },
        { "the board's own", Device, "using System.Device.Gpio;" },
        { "no file is cut", Device, "new FileStream(path, FileMode.Create, access);" },
        { "no file is cut", Device, "new FileStream(path, FileMode . OpenOrCreate, access);" },
        { "no file is cut", Board, "new FileStream(path, FileMode.Truncate, access);" },
        { "no file is cut", Board, "File.Create(path);" },
        { "no file is cut", Device, "File.WriteAllBytes(path, bytes);" },
        { "no file is cut", Device, "File.WriteAllText(path, text);" },
        { "no file is cut", Device, "File.Move(path, other);" },
        { "no file is cut", Device, "stream.SetLength(0);" },
        { "no registry host", "README.md", "fetched from " + Machine.RegistryHosts.FirstOrDefault("nowhere.invalid") },
        { "no machine path", "README.md", "see " + Repository.Root + "/README.md" },
    };

    public static readonly TheoryData<string, string, string> Good = new()
    {
        { "short files", Edge, string.Concat(Enumerable.Repeat("\n", 300)) },
        { "short lines", Edge, new string('x', 160) + "\r\n" },
        { "no sleeps in tests", Test, "await Task.Delay(TimeSpan.FromSeconds(A(1), 2), world.Time, stop);" },
        { "no sleeps in tests", Test, "// Thread" + ".Sleep(5) would be wrong here" },
        { "no silent catch", Edge, "try { A(); }\ncatch (IOException)\n{\n    // Gone already: that is what we wanted.\n}\n" },
        { "no silent catch", Edge, "try { A(); } catch (IOException) { return null; }" },
        { "no vague names", Edge, "// this class Block" + "Manager is not\npublic class Database { }" },
        { "folder is namespace", Edge, "// namespace X;\nnamespace Decent.Edge.Store;\n" },
        { "folder is namespace", "edge/Decent.Edge/Program.cs", "return 0;" },
        { "one public type per file", Edge, "namespace A;\npublic class B { public class C { } }\ninternal class D { }\nfile class E { }\n" },
        { "one public type per file", Edge, "namespace A\n{\n    public class B { public enum C { D } }\n}\n" },
        { "explained pragma", Edge, "// The rule cannot see the lock.\n#pragma warning disable CA1031\n" },
        { "the board's own", Board, "Power.RebootDevice(RebootOption.NormalReboot);" },
        { "the board's own", "firmware/Decent.Firmware.Host/Shelf.cs", "Power.RebootDevice();" },
        { "the board's own", Device, "// Wifi.Join() is the board's\nint powerOf = a.Power;" },
        { "no file is cut", Device, "FileMode mode = File.Exists(path) ? FileMode.Open : FileMode.CreateNew;\nFile.Delete(path);" },
        { "no file is cut", "firmware/Decent.Firmware.Host/Flash/Shelf.cs", "File.WriteAllBytes(path, bytes);" },
        { "no machine path", "README.md", "see shared" + Repository.Root + "/README.md" },
    };
}
