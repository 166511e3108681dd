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
        catch (Exception e) when (e is not OperationCanceledException && (e is not IOException || StorageFailure.IsDiskFull(e)))
        {
            if (context.HasResponded)
            {
                context.Abort();
                return;
            }

            var refusal = e as HttpRefusal;
            var text = Encoding.UTF8.GetBytes(refusal?.Message ?? $"{e.GetType().Name}: {e.Message}");
            var status = refusal?.Status ?? (StorageFailure.IsDiskFull(e) ? StorageFailure.Status : 500);
            await context.RespondAsync(status, text, "text/plain").ConfigureAwait(false);
        }
    }
}
