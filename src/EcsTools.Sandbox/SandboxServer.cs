using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Api;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Engine;
using EcsTools.Sandbox.Http;
using EcsTools.Sandbox.Services.Ecs;
using EcsTools.Sandbox.Services.Iam;
using EcsTools.Sandbox.State;

namespace EcsTools.Sandbox;

/// <summary>
/// A local cloud in this process: the AWS APIs that EcsTools calls and an OCI registry, on loopback. Stop or dispose it to end it.
/// </summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping;
    private readonly SandboxOptions _options;
    private readonly SandboxCloud _cloud;
    private readonly StateStore? _store;
    private readonly HttpServer _http;
    private readonly Task _flushing;
    private int _stopped;

    private SandboxServer(
        SandboxOptions options, SandboxCloud cloud, CancellationTokenSource stopping, StateStore? store, HttpServer http, RateLimits? rates)
    {
        _options = options;
        Rates = rates;
        _cloud = cloud;
        _stopping = stopping;
        _store = store;
        _http = http;
        _flushing = store?.FlushRegularlyAsync(stopping.Token) ?? Task.CompletedTask;
        var root = cloud.Service<IamService>().RootKey;
        AccessKey = root.Id;
        SecretKey = root.Secret;
    }

    /// <summary>Root of every API, such as <c>http://127.0.0.1:5005</c>: for <c>-EndpointUrl</c> and <c>aws --endpoint-url</c>.</summary>
    public string EndpointUrl => _cloud.EndpointUrl;

    /// <summary>Host and port of the registry, as image names carry it, such as <c>127.0.0.1:5005</c>.</summary>
    public string RegistryUri => _cloud.RegistryHost;

    /// <summary>The account every ARN carries: 000000000000.</summary>
    public string AccountId => SandboxCloud.AccountId;

    /// <summary>The region every ARN carries.</summary>
    public string Region => _cloud.Region;

    /// <summary>Access key of the sandbox's root. It is valid only in this sandbox.</summary>
    public string AccessKey { get; }

    /// <summary>Secret of <see cref="AccessKey"/>.</summary>
    public string SecretKey { get; }

    /// <summary>Docker if tasks are containers; Simulated if no engine answered or the options ask for the simulation.</summary>
    public SandboxRuntime Runtime
        => _cloud.Service<EcsService>().Runtime == ContainerRuntime.Docker ? SandboxRuntime.Docker : SandboxRuntime.Simulated;

    /// <summary>Folder that keeps state and images, or null.</summary>
    public string? DataPath => _options.DataPath;

    /// <summary>How many times faster than real time the sandbox's clock runs.</summary>
    public double TimeScale => _options.TimeScale;

    /// <summary>TCP port on 127.0.0.1.</summary>
    public int Port => _http.Port;

    /// <summary>When it started, in real UTC time.</summary>
    public DateTimeOffset StartedAt { get; } = DateTimeOffset.UtcNow;

    /// <summary>Requests answered so far, API and registry together.</summary>
    public long RequestCount => _http.RequestCount;

    /// <summary>Whether it has been stopped.</summary>
    public bool IsStopped => Volatile.Read(ref _stopped) != 0;

    /// <summary>What the services share, for tests in process.</summary>
    internal SandboxCloud Cloud => _cloud;

    /// <summary>The limits of the calls, or null for none.</summary>
    internal RateLimits? Rates { get; }

    /// <summary>Calls an operation in process, as the root of the account. This skips the wire form, the checks of the model and the rates.</summary>
    /// <param name="package">The package of the service, such as <c>AWSSDK.ECS</c>.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="input">The input, in the member names of the service model.</param>
    internal Task<JsonObject> CallAsync(string package, string operation, JsonObject input)
    {
        var root = _cloud.Service<IamService>().RootKey.Principal with { Region = Region };
        var service = _cloud.Services.Single(candidate => candidate.Package == package);
        return service.Operations[operation](new SandboxCall(operation, input, Guid.NewGuid().ToString(), root, _stopping.Token));
    }

    /// <summary>Starts a sandbox. It serves when the task completes.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="InvalidOperationException">Port or data folder is taken, or Runtime is Docker and no engine answers.</exception>
    public static async Task<SandboxServer> StartAsync(SandboxOptions options, CancellationToken cancellationToken)
    {
        Check(options);
        cancellationToken.ThrowIfCancellationRequested();
        var stopping = new CancellationTokenSource();
        var store = options.DataPath is { } path ? StateStore.Open(path) : null;
        HttpServer? http = null;
        var started = new List<SandboxService>();
        try
        {
            // Also a service that waits, such as for a Docker engine that does not answer, stops when the start is cancelled.
            using var canceling = cancellationToken.Register(stopping.Cancel);
            var previous = PreviousRun.Read(store);
            var clock = new SandboxClock(options.TimeScale, previous.Time);
            var cloud = new SandboxCloud(options.Region, options.DataPath, clock, stopping.Token);
            var routes = SandboxComposition.Compose(cloud, options);
            Restore(cloud, store);
            var rates = options.LimitRates ? new RateLimits() : null;
            var router = SandboxComposition.Route(cloud, options, routes, rates);
            http = Listen(router.HandleAsync, options.Port, previous.Port);
            cloud.RegistryHost = "127.0.0.1:" + http.Port.ToString(CultureInfo.InvariantCulture);
            cloud.EndpointUrl = "http://" + cloud.RegistryHost;
            cloud.FormerRegistryHosts = previous.RegistryHosts.Where(host => host != cloud.RegistryHost).ToList();
            foreach (var service in cloud.Services)
            {
                cancellationToken.ThrowIfCancellationRequested();
                started.Add(service);
                await service.StartAsync().ConfigureAwait(false);
            }

            if (store is not null)
            {
                // From the start: also a sandbox that is killed at once has its key and names when it comes back.
                await SaveAllAsync(store, cloud).ConfigureAwait(false);
                cloud.Commit = store.CommitAsync;
                store.Writing = () => WriteTime(store, cloud);
            }

            http.Start();
            return new SandboxServer(options, cloud, stopping, store, http, rates);
        }
        catch (Exception failure)
        {
            stopping.Cancel();
            await StopServicesAsync(started).ConfigureAwait(false);
            http?.Dispose();
            store?.Dispose();
            stopping.Dispose();
            if (failure is OperationCanceledException)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            throw;
        }
    }

    /// <summary>Stops serving, ends everything that the services run, and saves the state. Safe to call again.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
        {
            return;
        }

        await _http.StopAsync().ConfigureAwait(false);
        _stopping.Cancel();
        await _flushing.ConfigureAwait(false);
        await StopServicesAsync(_cloud.Services).ConfigureAwait(false);
        if (_store is not null)
        {
            await SaveAllAsync(_store, _cloud).ConfigureAwait(false);
            _store.Dispose();
        }

        _http.Dispose();
        _stopping.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    private static async Task StopServicesAsync(IReadOnlyList<SandboxService> services)
    {
        foreach (var service in services.Reverse())
        {
            try
            {
                await service.StopAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // One service that cannot clean up must not stop the others from doing so.
                System.Diagnostics.Trace.TraceWarning("{0} did not stop cleanly: {1}", service.Package, e.Message);
            }
        }
    }

    /// <summary>What was done at a time of a fast clock must not be in the future of the sandbox that comes after a kill.</summary>
    private static void WriteTime(StateStore store, SandboxCloud cloud)
    {
        if (cloud.ScaledClock.IsAhead)
        {
            PreviousRun.Write(store, cloud);
        }
    }

    private static async Task SaveAllAsync(StateStore store, SandboxCloud cloud)
    {
        PreviousRun.Write(store, cloud);
        foreach (var service in cloud.Services)
        {
            store.NoteChange(service);
        }

        await store.CommitAsync().ConfigureAwait(false);
    }

    /// <summary>Listens on the port of the previous run if the caller names none and it is still free: images are named after it.</summary>
    private static HttpServer Listen(Func<SandboxHttpContext, Task> handler, int port, int? previous)
    {
        if (port == 0 && previous is { } before)
        {
            try
            {
                return new HttpServer(handler, before);
            }
            catch (InvalidOperationException)
            {
                // Another program has the port now.
            }
        }

        return new HttpServer(handler, port);
    }

    private static void Restore(SandboxCloud cloud, StateStore? store)
    {
        if (store is null)
        {
            return;
        }

        foreach (var service in cloud.Services)
        {
            if (store.Read(service.Package) is { } state)
            {
                service.Load(state);
            }
        }

        cloud.Changed += store.NoteChange;
    }

    private static void Check(SandboxOptions options)
    {
        if (options.Port is < 0 or > 65535)
        {
            throw new ArgumentException($"Port {options.Port} is none: give 1 to 65535, or 0 for a free one.", nameof(options));
        }

        if (!Regex.IsMatch(options.Region, "^[a-z]{2}(-[a-z]+)+-[0-9]$"))
        {
            throw new ArgumentException($"Region '{options.Region}' is no region name: give one such as us-east-1.", nameof(options));
        }

        if (!(options.TimeScale is >= 1 and <= 100000))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"TimeScale {options.TimeScale} is out of range: give 1 (real time) to 100000."),
                nameof(options));
        }
    }
}
