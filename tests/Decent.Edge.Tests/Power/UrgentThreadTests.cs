using System.Globalization;
using Decent.Edge.Power;

namespace Decent.Edge.Tests.Power;

public sealed class UrgentThreadTests
{
    // proc_pid_stat(5), counted from the name, which may have blanks in it.
    private const int NiceAfterName = 17;

    [Fact]
    public void It_goes_before_the_other_threads_of_its_process_and_they_stay_as_they_were()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "only root, or a unit's LimitNICE, may be sooner than others");
        int before = Nice();
        Assert.Equal(UrgentThread.Nice, On(UrgentThread.Raise));
        Assert.Equal(before, On(() => { }));
    }

    private static int On(Action first)
    {
        int nice = 0;
        Thread thread = new(() =>
        {
            first();
            nice = Nice();
        });
        thread.Start();
        thread.Join();
        return nice;
    }

    /// <summary>Of the calling thread, as the kernel says.</summary>
    private static int Nice()
    {
        string stat = File.ReadAllText("/proc/thread-self/stat");
        return int.Parse(stat[stat.LastIndexOf(')')..].Split(' ')[NiceAfterName], CultureInfo.InvariantCulture);
    }
}
