using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Configuration;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>A data plane without listeners. It knows the targets, of which those without a container are healthy.</summary>
internal sealed class IdleBalancers : ILoadBalancerHost
{
    private volatile BalancingConfiguration _configuration = new();

    public event Action<string>? HealthChanged
    {
        add { }
        remove { }
    }

    public string AuthorityCertificate => "";

    public void Apply(BalancingConfiguration configuration) => _configuration = configuration;

    public ListenerEndpoint? Endpoint(string listenerId) => null;

    public IReadOnlyList<TargetStatus> Targets(string groupId)
        => _configuration.Groups.FirstOrDefault(group => group.Id == groupId)?.Targets.Select(Status).ToList() ?? [];

    public TargetStatus Target(string groupId, string address, int port)
        => Targets(groupId).FirstOrDefault(status => status.Target.Address == address && status.Target.Port == port)
            ?? new TargetStatus(
                new BalancedTarget { Address = address, Port = port },
                TargetState.Unused,
                "Target.NotRegistered",
                "Target is not registered to the target group");

    public Task DrainedAsync(string groupId, string address, int port) => Task.CompletedTask;

    public GroupCounts Counts(string groupId) => new(0, 0, 0, 0, 0, 0);

    public RoutingRule? RuleFor(string listenerId, RoutedRequest request) => null;

    public Task StopAsync() => Task.CompletedTask;

    private static TargetStatus Status(BalancedTarget target)
        => target.IsSimulated
            ? new TargetStatus(target, TargetState.Healthy)
            : new TargetStatus(target, TargetState.Initial, "Elb.RegistrationInProgress", "Target registration is in progress");
}
