using System.Net;
using System.Security.Cryptography;
using System.Text;
using Decent.Firmware.Bootstrap;
using Decent.Firmware.Host.Ports;
using Decent.Firmware.Ports;
using Decent.Firmware.Tests.Fakes;
using Decent.Peer;
using Decent.Protocol;

namespace Decent.Firmware.Tests.Bootstrap;

/// <summary>The largest answer and one byte more, proved both, over a real connection.</summary>
public sealed class AnswerSizeTests
{
    private readonly RamFlash _journal = new();
    private readonly NotedEvents _events = new();

    [Fact]
    public async Task An_answer_of_4096_bytes_is_taken_and_kept_whole()
    {
        var answer = await AskAsync(4_096);
        Assert.Equal((64, "b.lan:1884"), (answer?.Hold?.Length, answer?.Broker));
        var body = new byte[4_096];
        Assert.Equal(4_096, new BootstrapFile(_journal.Reboot()).Load(body));
        Assert.Equal(64, new BootstrapJson().Read(body, 4_096)?.Hold?.Length);
    }

    [Fact]
    public async Task One_of_4097_bytes_is_refused()
    {
        Assert.Null(await AskAsync(4_097));
        Assert.Equal((EventCode.BootstrapFailed, (long)HttpState.TooLarge), _events.Noted[^1]);
        Assert.Equal(-1, new BootstrapFile(_journal.Reboot()).Load(new byte[4_096]));
    }

    private async Task<BootstrapAnswer?> AskAsync(int bytes)
    {
        using RawServer server = new();
        using HttpGet http = new(IPAddress.Loopback, new LeapingTime());
        var identity = Some.Identity();
        identity.Instance = server.Url;
        BootstrapCall call = new(
            new BootstrapOptions(), identity, http, new HostHmac(), new BootstrapJson(), _journal, new Rng(1), _events, new byte[4_096]);
        Assert.Null(call.Load());
        Assert.Null(call.Tick(0, 0));
        var hold = string.Join(',', Enumerable.Range(0, 64).Select(i => $"\"{i:x32}\""));
        var body = Encoding.UTF8.GetBytes($$"""{"broker":"b.lan:1884","hold":[{{hold}}]}""".PadRight(bytes));
        await server.AnswerAsync(
            request => $"HTTP/1.1 200 OK\nContent-Length: {bytes}\nDecent-Mac: {Proof(identity.Key, request, body)}\n\n", body);
        BootstrapAnswer? answer = null;
        for (long nowMs = 1; call.IsBusy; nowMs++)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            answer = call.Tick(nowMs, 0);
            await Task.Yield();
        }

        return answer;
    }

    private static string Proof(byte[] key, string request, byte[] body)
    {
        var nonce = request.Split("nonce=")[1][..16];
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, (byte[])[.. Convert.FromHexString(nonce), .. body]));
    }
}
