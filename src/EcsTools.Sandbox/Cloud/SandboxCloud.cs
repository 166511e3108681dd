using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Cloud;

/// <summary>What the services of one sandbox share: region, clocks, and each other.</summary>
internal sealed class SandboxCloud
{
    /// <summary>Every object of a sandbox carries this account.</summary>
    public const string AccountId = "000000000000";

    private readonly List<SandboxService> _services = new();
    private readonly AsyncLocal<RequestChanges?> _request = new();

    /// <param name="region">The region that every ARN carries.</param>
    /// <param name="dataPath">The folder that keeps state and images over a restart, or null.</param>
    /// <param name="scaledClock">The time that may be sped up.</param>
    /// <param name="stopping">Cancelled when the sandbox stops.</param>
    public SandboxCloud(string region, string? dataPath, SandboxClock scaledClock, CancellationToken stopping)
    {
        Region = region;
        DataPath = dataPath;
        ScaledClock = scaledClock;
        Stopping = stopping;
    }

    /// <summary>The folder that keeps state and images over a restart, or null.</summary>
    public string? DataPath { get; }

    /// <summary>
    /// Real time: when a resource was created, when it ran or logged, and how long a key or token is valid. It is never sped up, because
    /// containers and the clocks of clients are not.
    /// </summary>
    public SandboxClock Clock { get; } = new();

    /// <summary>
    /// The time that the option TimeScale speeds up. Schedules and simulated containers use it.
    /// </summary>
    public SandboxClock ScaledClock { get; }

    /// <summary>Cancelled when the sandbox stops.</summary>
    public CancellationToken Stopping { get; }

    public string Region { get; }

    /// <summary>Root of every API, such as <c>http://127.0.0.1:5005</c>. Set once the listener is up, before <see cref="SandboxService.StartAsync"/>.</summary>
    public string EndpointUrl { get; set; } = "";

    /// <summary>Host and port of the registry, as image names carry it, such as <c>127.0.0.1:5005</c>.</summary>
    public string RegistryHost { get; set; } = "";

    /// <summary>The values of <see cref="RegistryHost"/> in earlier runs over the same data folder: task definitions still use them.</summary>
    public IReadOnlyList<string> FormerRegistryHosts { get; set; } = [];

    public IReadOnlyList<SandboxService> Services => _services;

    /// <summary>Raised by a service after it changed its state, so that the state is saved.</summary>
    public event Action<SandboxService>? Changed;

    public void Add(SandboxService service) => _services.Add(service);

    /// <summary>The service that balances the load of ECS services. If there are several, the last one.</summary>
    public IServiceTraffic? Traffic => _services.OfType<IServiceTraffic>().LastOrDefault();

    /// <summary>The service of a type. Services call each other in process through this.</summary>
    public T Service<T>()
        where T : SandboxService
    {
        foreach (var service in _services)
        {
            if (service is T found)
            {
                return found;
            }
        }

        throw new InvalidOperationException($"The sandbox serves no {typeof(T).Name}.");
    }

    /// <summary>Keeps the state as it is now; null if nothing is kept. A request that changed something is answered when this is done.</summary>
    public Func<Task>? Commit { get; set; }

    public void NoteChange(SandboxService service)
    {
        Changed?.Invoke(service);
        _request.Value?.Note();
    }

    /// <summary>Observes the changes that a request makes from here on.</summary>
    public RequestChanges ObserveRequest() => _request.Value = new RequestChanges();

    /// <summary>An ARN of this account and region.</summary>
    public string Arn(string service, string resource) => $"arn:aws:{service}:{Region}:{AccountId}:{resource}";
}
