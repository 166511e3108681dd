using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Http;

namespace EcsTools.Sandbox.Api;

/// <summary>Sends a request to the route that matches its path, and every other request to the APIs.</summary>
internal sealed class RequestRouter
{
    private readonly IReadOnlyList<IHttpRoute> _routes;
    private readonly ApiRequestHandler _apis;
    private readonly FaultInjector _faults;
    private readonly SandboxCloud _cloud;

    public RequestRouter(SandboxCloud cloud, IReadOnlyList<IHttpRoute> routes, ApiRequestHandler apis, FaultInjector faults)
    {
        _cloud = cloud;
        _routes = routes;
        _apis = apis;
        _faults = faults;
    }

    public async Task HandleAsync(SandboxHttpContext context)
    {
        var changes = _cloud.ObserveRequest();
        context.BeforeAnswer = () => changes.Any && _cloud.Commit is { } commit ? commit() : Task.CompletedTask;
        try
        {
            var path = context.Path;
            var route = _routes.FirstOrDefault(candidate => candidate.Matches(path));
            if (route is null)
            {
                await _apis.HandleAsync(context).ConfigureAwait(false);
            }
            else if (!await _faults.StrikesAsync(context).ConfigureAwait(false))
            {
                await route.HandleAsync(context).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException and not IOException)
        {
            if (context.HasResponded)
            {
                context.Abort();
                return;
            }

            var refusal = e as HttpRefusal;
            var text = Encoding.UTF8.GetBytes(refusal?.Message ?? $"{e.GetType().Name}: {e.Message}");
            await context.RespondAsync(refusal?.Status ?? 500, text, "text/plain").ConfigureAwait(false);
        }
    }
}
