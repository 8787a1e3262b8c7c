using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Decent.Edge.Tests.Images;

/// <summary>
/// Images that <c>images/sd/build.sh</c> makes, each built once for all tests, or once for all runs where DECENT_IMAGES_CACHE names a folder.
/// </summary>
public sealed partial class SdImages : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(45);
    private static readonly string? Kept = Environment.GetEnvironmentVariable("DECENT_IMAGES_CACHE");
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, Task<SdImage>> _images = [];

    /// <summary>Full path of <c>images/sd</c>.</summary>
    public static string Recipe { get; } = Path.Combine(Root(AppContext.BaseDirectory), "images", "sd");

    public void Dispose() => _folder.Dispose();

    /// <summary>The image of that name, without .NET: built when it is first asked for, from the same packages as the others.</summary>
    public Task<SdImage> GetAsync(string name, params string[] flags) => GetAsync(name, "amd64", isComplete: false, flags);

    /// <summary>The image for people, with this machine's .NET and the edge.</summary>
    public Task<SdImage> GetProductionAsync(string name = "production") => GetAsync(name, "amd64", isComplete: true);

    /// <summary>The image for tests, with this machine's .NET and the edge.</summary>
    public Task<SdImage> GetEdgeAsync() => GetAsync("edge-test", "amd64", isComplete: true, "--test");

    /// <summary>The image for tests of a Raspberry Pi, with the edge and the .NET that the package source has for it.</summary>
    public Task<SdImage> GetArmAsync() => GetAsync("arm-test", "arm64", isComplete: true, "--test");

    /// <summary>The kernel's simulated GPIO chip as a module for an image's kernel; its source is Debian's and fetched for that.</summary>
    public async Task<string> GpioSimAsync(SdImage image)
    {
        string release = (await image.RootListingAsync()).Select(line => KernelFolder().Match(line)).First(match => match.Success).Groups[1].Value;
        string module = Beside($"gpio-sim-{release}.ko");
        (int exit, string text) = (await RunAsync(
            Path.Combine(Recipe, "gpio-sim.sh"), release, module, Path.Combine(Kept ?? _folder.Path, "kernel")))!.Value;
        Assert.True(exit == 0, text);
        return module;
    }

    /// <summary>A copy of an image that a test may write, as large as a card.</summary>
    public SdImage Card(SdImage image, string name, long bytes)
    {
        SdImage card = new(Beside(name));
        File.Copy(image.File, card.File, overwrite: true);
        using FileStream file = File.OpenWrite(card.File);
        file.SetLength(bytes);
        return card;
    }

    private Task<SdImage> GetAsync(string name, string architecture, bool isComplete, params string[] flags)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("DECENT_IMAGES") == "1", "./test.sh --images builds the card's image");
        Assert.SkipUnless(Environment.UserName == "root", "the recipe makes a root file system with its owners: it needs root");
        return _images.TryGetValue(name, out Task<SdImage>? image) ? image
            : _images[name] = BuildAsync(name, architecture, isComplete ? flags : ["--without-dotnet", .. flags]);
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

    private async Task<SdImage> BuildAsync(string name, string architecture, string[] flags)
    {
        string folder = Kept ?? _folder.Path, file = Path.Combine(folder, $"{name}.img");
        if (Kept is not null && File.Exists(file))
        {
            return new SdImage(file);
        }

        (int exit, string text) = (await RunAsync(
            Path.Combine(Recipe, "build.sh"),
            ["--arch", architecture, "--cache", Path.Combine(folder, $"cache-{architecture}"), "--out", file, .. flags]))!.Value;
        Assert.True(exit == 0, text);
        return new SdImage(file);
    }

    [GeneratedRegex(@" /(?:usr/)?lib/modules/([^/ ]+)$")]
    private static partial Regex KernelFolder();

    private static string Root(string folder) => File.Exists(Path.Combine(folder, "Decent.Iot.sln"))
        ? folder
        : Root(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("These tests do not stand in the repository."));
}
