using System.Runtime.InteropServices;
using Decent.Edge.Scrubbing;

namespace Decent.Edge.Tests.Scrubbing;

public sealed partial class IdleThreadTests
{
    private const int WhoProcess = 1;
    private const int ClassIdle = 3;

    [Fact]
    public async Task The_kernel_serves_its_reads_when_nobody_else_wants_the_disk_and_other_threads_as_before()
    {
        long before = Class();
        Assert.Equal(ClassIdle, await IdleThread.RunAsync(Class));
        Assert.Equal(before, Class());
    }

    [Fact]
    public async Task What_fails_there_fails_here()
    {
        IOException error = await Assert.ThrowsAsync<IOException>(() => IdleThread.RunAsync<int>(() => throw new IOException("no disk")));
        Assert.Equal("no disk", error.Message);
    }

    /// <summary>The calling thread's class of disk priority.</summary>
    private static long Class() => SystemCall(RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 252 : 31, WhoProcess, 0) >> 13;

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long SystemCall(nint number, nint which, nint who);
}
