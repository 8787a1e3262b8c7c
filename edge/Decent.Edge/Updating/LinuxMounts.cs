using System.ComponentModel;
using System.Diagnostics;
using Decent.Hosting.Cli;

namespace Decent.Edge.Updating;

/// <summary>The programs of a Linux system that mount.</summary>
internal sealed class LinuxMounts : ICardMounts
{
    private const string Place = "/run/decent-update";

    public IDisposable OpenBoot(string boot)
    {
        Must("mount", "-o", "remount,rw", boot);
        // A FAT that is open for writing does not outlive a cut for certain: as short as can be.
        return new Undo(() => Run("mount", "-o", "remount,ro", boot));
    }

    public IDisposable OpenRoot(RootPartition root, out string folder)
    {
        folder = Directory.CreateDirectory(Place).FullName;
        // One that an update left which was killed.
        Run("umount", "--quiet", Place);
        Must("mount", "-t", "squashfs", "-o", "ro,nodev,nosuid,noexec", root.Path, Place);
        return new Undo(() => Run("umount", Place));
    }

    public void Restart() => Must("systemctl", "--no-block", "reboot");

    private static void Must(string program, params string[] arguments)
    {
        if (Run(program, arguments) is { Length: > 0 } error)
        {
            throw new CliException($"\"{program} {string.Join(' ', arguments)}\" failed: {error} This takes root's rights, on a card of ours.");
        }
    }

    /// <summary>What it said when it failed; empty when it did not.</summary>
    private static string Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            string error = process.StandardError.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? "" : $"{error.TrimEnd('.')}.";
        }
        catch (Win32Exception error)
        {
            return $"{error.Message.TrimEnd('.')}.";
        }
    }

    private sealed class Undo(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
