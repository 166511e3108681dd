using System;
using System.Text;
using System.Threading.Tasks;
using EcsTools.Sandbox.Http;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Protocol.Model;

namespace EcsTools.Sandbox.Api;

/// <summary>Injects faults into requests. The same seed gives the same sequence of faults.</summary>
internal sealed class FaultInjector
{
    private readonly FaultRates? _faults;
    private readonly Random _random;

    /// <param name="faults">The faults to inject, or null for none.</param>
    public FaultInjector(FaultRates? faults)
    {
        _faults = faults;
        _random = new Random(faults?.Seed ?? 0);
    }

    /// <summary>Waits the latency, then may inject a fault. Returns true if it reset the connection; throws the service's error otherwise.</summary>
    /// <exception cref="AwsError">The request is throttled or failed.</exception>
    public async Task<bool> StrikesAsync(SandboxHttpContext context, ServiceErrorFormat errors, Operation operation)
    {
        switch (await DrawAsync(context).ConfigureAwait(false))
        {
            case Fault.Reset:
                context.Abort();
                return true;
            case Fault.Throttle:
                throw errors.Throttle();
            case Fault.ServerError:
                throw errors.Fail("An injected fault.", operation);
            default:
                return false;
        }
    }

    /// <summary>The same for the registry, whose errors have the form of the distribution protocol. Returns true if it has answered or reset.</summary>
    public async Task<bool> StrikesAsync(SandboxHttpContext context)
    {
        var fault = await DrawAsync(context).ConfigureAwait(false);
        switch (fault)
        {
            case Fault.None:
                return false;
            case Fault.Reset:
                context.Abort();
                return true;
            default:
                var (status, code) = fault == Fault.Throttle ? (429, "TOOMANYREQUESTS") : (500, "UNKNOWN");
                context.ResponseHeaders["Docker-Distribution-Api-Version"] = "registry/2.0";
                var body = "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"An injected fault.\"}]}";
                await context.RespondAsync(status, Encoding.UTF8.GetBytes(body), "application/json").ConfigureAwait(false);
                return true;
        }
    }

    private async Task<Fault> DrawAsync(SandboxHttpContext context)
    {
        if (_faults is null)
        {
            return Fault.None;
        }

        if (_faults.Latency > TimeSpan.Zero)
        {
            await Task.Delay(_faults.Latency, context.CancellationToken).ConfigureAwait(false);
        }

        double draw;
        lock (_random)
        {
            draw = _random.NextDouble();
        }

        return draw < _faults.Throttle ? Fault.Throttle
            : draw < _faults.Throttle + _faults.ServerError ? Fault.ServerError
            : draw < _faults.Throttle + _faults.ServerError + _faults.Reset ? Fault.Reset
            : Fault.None;
    }

    private enum Fault
    {
        None,
        Throttle,
        ServerError,
        Reset,
    }
}
