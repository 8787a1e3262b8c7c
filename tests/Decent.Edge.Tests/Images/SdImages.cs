using System.ComponentModel;
using System.Diagnostics;

namespace Decent.Edge.Tests.Images;

/// <summary>Images that <c>images/sd/build.sh</c> makes, each built once for all tests; without .NET, since that differs from machine to machine.</summary>
public sealed class SdImages : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, Task<SdImage>> _images = [];

    /// <summary>Full path of <c>images/sd</c>.</summary>
    public static string Recipe { get; } = Path.Combine(Root(AppContext.BaseDirectory), "images", "sd");

    public void Dispose() => _folder.Dispose();

    /// <summary>The image of that name: built when it is first asked for, from the same packages as the others.</summary>
    public Task<SdImage> GetAsync(string name, params string[] flags)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("DECENT_IMAGES") == "1", "./test.sh --images builds the card's image");
        Assert.SkipUnless(Environment.UserName == "root", "the recipe makes a root file system with its owners: it needs root");
        return _images.TryGetValue(name, out Task<SdImage>? image) ? image : _images[name] = BuildAsync(name, flags);
    }

    /// <summary>Another file beside the images.</summary>
    public string Beside(string name) => _folder[name];

    /// <summary>Runs a program to its end; null when it is not installed.</summary>
    public static async Task<(int Exit, string Text)?> RunAsync(string program, params string[] arguments)
    {
        try
        {
            ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
            start.Environment["PATH"] = $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin";
            using Process process = Process.Start(start)!;
            using CancellationTokenSource patience = new(Patience, TimeProvider.System);
            process.StandardInput.Close();
            try
            {
                string[] texts = await Task.WhenAll(
                    process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
                await process.WaitForExitAsync(patience.Token);
                return (process.ExitCode, string.Concat(texts));
            }
            finally
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (Win32Exception)
        {
            return null; // Not installed: the test says that it was skipped.
        }
    }

    private async Task<SdImage> BuildAsync(string name, string[] flags)
    {
        string file = _folder[$"{name}.img"];
        (int exit, string text) = (await RunAsync(
            Path.Combine(Recipe, "build.sh"), ["--arch", "amd64", "--without-dotnet", "--cache", _folder["cache"], "--out", file, .. flags]))!.Value;
        Assert.True(exit == 0, text);
        return new SdImage(file);
    }

    private static string Root(string folder) => File.Exists(Path.Combine(folder, "Decent.Iot.sln"))
        ? folder
        : Root(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("These tests do not stand in the repository."));
}
