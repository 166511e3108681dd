using System;
using System.Collections.Generic;
using System.Threading;

namespace EcsTools.Sandbox.Services;

/// <summary>What the services of one sandbox share: its options, clock, and each other.</summary>
internal sealed class SandboxCloud
{
    /// <summary>Every object of a sandbox carries this account.</summary>
    public const string AccountId = "000000000000";

    private readonly List<SandboxService> _services = new();

    public SandboxCloud(SandboxOptions options, SandboxClock scaledClock, CancellationToken stopping)
    {
        Options = options;
        ScaledClock = scaledClock;
        Stopping = stopping;
    }

    public SandboxOptions Options { get; }

    /// <summary>
    /// Real time: when things were made, run, logged, and until when a key or token is good. It is not sped up, for what is real (a container,
    /// a client's own clock) is not either.
    /// </summary>
    public SandboxClock Clock { get; } = new();

    /// <summary>
    /// The time that <see cref="SandboxOptions.TimeScale"/> speeds up: what schedules go by, and how long simulated containers take.
    /// </summary>
    public SandboxClock ScaledClock { get; }

    /// <summary>Cancelled when the sandbox stops.</summary>
    public CancellationToken Stopping { get; }

    public string Region => Options.Region;

    /// <summary>How tasks run: Docker or Simulated. Set by the task engine in its <see cref="SandboxService.StartAsync"/>.</summary>
    public SandboxRuntime Runtime { get; set; } = SandboxRuntime.Simulated;

    /// <summary>Root of every API, such as <c>http://127.0.0.1:5005</c>. Set once the listener is up, before <see cref="SandboxService.StartAsync"/>.</summary>
    public string EndpointUrl { get; set; } = "";

    /// <summary>Host and port of the registry, as image names carry it, such as <c>127.0.0.1:5005</c>.</summary>
    public string RegistryHost { get; set; } = "";

    /// <summary>What <see cref="RegistryHost"/> was in earlier runs over the same data folder: task definitions still have images by those names.</summary>
    public IReadOnlyList<string> FormerRegistryHosts { get; set; } = [];

    public IReadOnlyList<SandboxService> Services => _services;

    /// <summary>Raised by a service after it changed its state, so that it is kept.</summary>
    public event Action<SandboxService>? Changed;

    public void Add(SandboxService service) => _services.Add(service);

    /// <summary>The one service of a type: how services call each other in process.</summary>
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

    public void NoteChange(SandboxService service) => Changed?.Invoke(service);

    /// <summary>An ARN of this account and region.</summary>
    public string Arn(string service, string resource) => $"arn:aws:{service}:{Region}:{AccountId}:{resource}";
}
