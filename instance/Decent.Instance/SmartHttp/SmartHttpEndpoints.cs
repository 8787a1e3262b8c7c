using Decent.Instance.Git;

namespace Decent.Instance.SmartHttp;

/// <summary>
/// Git over HTTP, for reading: <c>GET /git/TENANT/REPOSITORY/info/refs?service=git-upload-pack</c> and
/// <c>POST /git/TENANT/REPOSITORY/git-upload-pack</c>, the same with <c>PATH.git</c> of one resource in place of the repository. Nothing else
/// below a repository is served, and nothing is created by asking.
/// </summary>
public sealed class SmartHttpEndpoints(
    TenantRepositories repositories, SmartHttpDesk desk, SmartHttpOptions options, TimeProvider time, ILogger<SmartHttpEndpoints> log)
{
    // What git ends with when it has said why itself; a signal's number is above.
    private const int ExitCodeOfGitMax = 128;
    private const int WordsMax = 300;

    /// <summary>Maps all paths below <c>/git/</c>.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.Map(GitTarget.Prefix + "{**path}", (RequestDelegate)AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        var start = time.GetTimestamp();
        var exchange = new SmartHttpExchange(context, options);
        var path = "";
        var outcome = SmartHttpOutcome.Failed;
        try
        {
            if (GitTarget.Read(context.Request.Path.Value) is not { } target || repositories.Find(target.Tenant) is not { } tenant
                || Choose(tenant, target.Repository) is var repository && !Directory.Exists(repository.Folder))
            {
                outcome = await exchange.SayAsync(StatusCodes.Status404NotFound, SmartHttpSentence.NoRepository, SmartHttpOutcome.NotFound);
                return;
            }
            path = target.Resource?.Text ?? $"{tenant.Tenant}/{target.Repository}";
            outcome = await RouteAsync(exchange, target.Route, new GitView(tenant, repository, target.Resource));
        }
        catch (OperationCanceledException)
        {
            // Nobody is left to be told anything; what was begun ended with this.
            outcome = SmartHttpOutcome.Gone;
            context.Abort();
        }
        catch (GitException e) when (e.ExitCode <= ExitCodeOfGitMax)
        {
            outcome = await DeclineAsync(exchange, path, e);
        }
        catch (Exception e) when (e is GitException or IOException)
        {
            await FailAsync(exchange, path, e);
        }
        finally
        {
            SmartHttpMeter.Count(exchange.Asked, outcome, exchange.Output.Bytes);
            log.Ended(exchange.Asked, path, outcome, exchange.Output.Bytes, (long)time.GetElapsedTime(start).TotalMilliseconds);
        }
    }

    private Task<SmartHttpOutcome> RouteAsync(SmartHttpExchange exchange, GitRoute route, GitView view)
    {
        var method = exchange.Context.Request.Method;
        switch (route)
        {
            case GitRoute.Refs when HttpMethods.IsGet(method) || HttpMethods.IsHead(method):
                return desk.RefsAsync(exchange, view);
            case GitRoute.UploadPack when HttpMethods.IsPost(method):
                return desk.UploadPackAsync(exchange, view);
            case GitRoute.ReceivePack when HttpMethods.IsPost(method):
                exchange.Asked = "push";
                return desk.RefuseAsync(exchange);
            case GitRoute.Other:
                return exchange.SayAsync(StatusCodes.Status404NotFound, SmartHttpSentence.Dumb, SmartHttpOutcome.NotFound);
            default:
                var allowed = route == GitRoute.Refs ? "GET, HEAD" : "POST";
                exchange.Context.Response.Headers.Allow = allowed;
                return exchange.SayAsync(StatusCodes.Status405MethodNotAllowed, $"The method here is {allowed}.", SmartHttpOutcome.Refused);
        }
    }

    private static GitRepository Choose(TenantRepository tenant, string name) => name switch
    {
        GitTarget.Metadata => tenant.Metadata,
        GitTarget.Scripts => tenant.Scripts,
        _ => tenant.Content,
    };

    /// <summary>Git ended by itself and with an error: it has said why in the answer, or else only to us.</summary>
    private async Task<SmartHttpOutcome> DeclineAsync(SmartHttpExchange exchange, string path, GitException cause)
    {
        log.Declined(exchange.Asked, path, exchange.Output.Bytes, cause.Message[..Math.Min(cause.Message.Length, WordsMax)]);
        return exchange.Output.Bytes == exchange.Opening
            ? await exchange.ErrorAsync(SmartHttpSentence.Declined, SmartHttpOutcome.Declined)
            : SmartHttpOutcome.Declined;
    }

    /// <summary>An answer that has begun is broken off, so that no client takes a part for the whole.</summary>
    private async Task FailAsync(SmartHttpExchange exchange, string path, Exception cause)
    {
        log.Failed(exchange.Asked, path, exchange.Output.Bytes, cause);
        if (exchange.Output.Bytes > 0)
            exchange.Context.Abort();
        else
            await exchange.SayAsync(StatusCodes.Status500InternalServerError, SmartHttpSentence.Failed, SmartHttpOutcome.Failed);
    }
}
