using System.Threading.Channels;
using Decent.Instance.Control;

namespace Decent.Instance.Checking;

/// <summary><c>POST /fsck</c> on the control socket.</summary>
internal static class FsckEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services)
    {
        var fsck = services.GetRequiredService<Fsck>();
        var time = services.GetRequiredService<TimeProvider>();
        routes.MapPost("/fsck", (HttpContext context) => RunAsync(context, fsck, time));
    }

    private static async Task RunAsync(HttpContext context, Fsck fsck, TimeProvider time)
    {
        if (await LineAnswer.ReadAsync(context, ControlJson.Default.FsckRequest) is not { } request)
            return;
        await LineAnswer.RunAsync(context, ControlJson.Default.FsckLine, async (lines, ct) =>
        {
            var began = time.GetTimestamp();
            var result = await fsck.RunAsync(
                request.Full, new Lines(lines), async finding => await lines.WriteAsync(new FsckLine { Finding = finding }, ct), ct);
            return new FsckLine { Result = result, ElapsedMs = (long)time.GetElapsedTime(began).TotalMilliseconds };
        }, e => new FsckLine { Problem = e });
    }

    private sealed class Lines(ChannelWriter<FsckLine> lines) : IProgress<FsckProgress>
    {
        public void Report(FsckProgress value) => lines.TryWrite(new FsckLine { Progress = value });
    }
}
