using Decent.Hosting.Cli;
using Decent.Hosting.Control;
using Decent.Hosting.Gateway;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Decent.Hosting.Tests;

public sealed class ControlTests
{
    private static readonly CliProgram Program = new("decent-test");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_and_refusals_cross_the_socket_in_the_daemons_own_words()
    {
        using TempFolder folder = new();
        await using ServiceProvider services = Services();
        File.WriteAllText(ControlSocket.Path(folder.Path), "left by a killed daemon");
        await using ControlServer server = await ControlServer.StartAsync(folder.Path, services, Ct);
        using ControlClient client = new(Program, folder.Path);

        ControlProblem answer = await client.GetAsync(HttpMethod.Get, "good", ControlProblemJson.Default.ControlProblem, Ct);

        Assert.Equal("well", answer.Message);
        Assert.Equal("own words", await RefusalAsync(client, "refused"));
        Assert.Equal("the gateway's words", await RefusalAsync(client, "gateway"));
        Assert.Contains("404", await RefusalAsync(client, "nothing-there"), StringComparison.Ordinal);
        Assert.Contains("500", await RefusalAsync(client, "bug"), StringComparison.Ordinal);
        Assert.Contains("stopped in the middle", await RefusalAsync(client, "half"), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(ControlSocket.Path(folder.Path)));
        }
    }

    [Fact]
    public async Task Without_a_daemon_the_client_says_how_to_start_one()
    {
        using TempFolder folder = new();
        using ControlClient client = new(Program, folder.Path);
        Assert.Contains($"decent-test run --state {folder.Path}", await RefusalAsync(client, "good"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_in_progress_does_not_hold_up_the_daemons_end()
    {
        using TempFolder folder = new();
        await using ServiceProvider services = Services();
        ControlServer server = await ControlServer.StartAsync(folder.Path, services, Ct);
        using ControlClient client = new(Program, folder.Path);
        Task<string> waiting = RefusalAsync(client, "for-ever");

        // The command itself ends never.
        await server.DisposeAsync().AsTask().WaitAsync(Lan.Patience, TimeProvider.System, Ct);

        Assert.NotEmpty(await waiting.WaitAsync(Lan.Patience, TimeProvider.System, Ct));
    }

    [Fact]
    public void A_folder_has_one_daemon_and_a_path_that_fits_a_socket()
    {
        using TempFolder folder = new();
        Assert.True(StateFolder.TryLock(folder["s"], out StateFolder? held, out _));
        Assert.False(StateFolder.TryLock(folder["s"], out _, out string rule));
        held!.Dispose();
        Assert.True(StateFolder.TryLock(folder["s"], out StateFolder? again, out _));
        again!.Dispose();

        Assert.Contains("Another daemon runs", rule, StringComparison.Ordinal);
        Assert.Null(ControlSocket.Rule(folder.Path));
        Assert.Contains("--state", ControlSocket.Rule("/" + new string('x', 120)), StringComparison.Ordinal);
    }

    private static async Task<string> RefusalAsync(ControlClient client, string path) =>
        (await Assert.ThrowsAsync<CliException>(() => client.GetAsync(HttpMethod.Get, path, ControlProblemJson.Default.ControlProblem, Ct))).Message;

    private static ServiceProvider Services() => new ServiceCollection().AddLogging().AddSingleton(new ControlRoutes((routes, _) =>
    {
        routes.MapGet("/good", () => Results.Json(new ControlProblem { Message = "well" }, ControlProblemJson.Default.ControlProblem));
        routes.MapGet("/refused", () => Results.Json(new ControlProblem { Message = "own words" }, ControlProblemJson.Default.ControlProblem, statusCode: 409));
        routes.MapGet("/gateway", (HttpContext context) => Problem.WriteAsync(context, 400, "the gateway's words"));
        routes.MapGet("/bug", (HttpContext _) => throw new InvalidOperationException("a bug"));
        routes.MapGet("/half", async (HttpContext context) =>
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("{\"message\":");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        routes.MapGet("/for-ever", (HttpContext context) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
    })).BuildServiceProvider();
}
