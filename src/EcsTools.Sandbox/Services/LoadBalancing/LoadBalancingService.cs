using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Certificates;
using EcsTools.Sandbox.Services.Ecs;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>
/// Elastic Load Balancing with Application Load Balancers. This is the API; after each change the data plane gets the whole configuration.
/// </summary>
internal sealed partial class LoadBalancingService : SandboxService, ICertificateUse, IMetricSource, ITaggedResources
{
    private readonly object _gate = new();
    private readonly LoadBalancingStore _store;
    private readonly LoadBalancingStorage _storage;
    private readonly BalancerNetwork _network;
    private readonly BalancingState _state;
    private readonly ILoadBalancerHost _host;
    private readonly BalancerMetrics _metrics;
    private bool _isStopped;

    /// <param name="cloud">The cloud of which this is a service.</param>
    /// <param name="host">The data plane.</param>
    public LoadBalancingService(SandboxCloud cloud, ILoadBalancerHost host)
        : base("AWSSDK.ElasticLoadBalancingV2", cloud)
    {
        _host = host;
        _metrics = new BalancerMetrics(host);
        _store = new LoadBalancingStore(cloud);
        _storage = new LoadBalancingStorage(cloud, _store);
        _network = new BalancerNetwork(cloud);
        _state = new BalancingState(cloud, _store);
        var actions = new ActionRules(_store);
        var security = new ListenerSecurity(cloud);
        Serve(new LoadBalancerOperations(cloud, _store, _network, DnsName));
        Serve(new TargetGroupOperations(_store, _network));
        Serve(new TargetOperations(_store, new TargetRules(_store, _network), host));
        Serve(new ListenerOperations(_store, actions, security), new ListenerCertificateOperations(_store, security));
        Serve(new RuleOperations(_store, actions));
        Serve(new AttributeOperations(_store));
        Serve(new TagOperations(_store));
        Serve("DescribeAccountLimits", LoadBalancingQuotas.Describe);
        Serve("DescribeSSLPolicies", SslPolicies.Describe);
    }

    /// <summary>The tags of a resource, for conditions of policies; empty if there is no such resource.</summary>
    public IReadOnlyDictionary<string, string> TagsOf(string arn)
    {
        lock (_gate)
        {
            return _store.TagsOf(arn);
        }
    }

    public IReadOnlyList<MetricSample> Measure()
    {
        lock (_gate)
        {
            return _metrics.Measure(_store.Balancers.Values);
        }
    }

    public IReadOnlyList<string> UsersOf(string certificateArn)
    {
        lock (_gate)
        {
            return _store.Balancers.Values
                .Where(balancer => balancer.Listeners.Exists(listener => listener.Certificates.Contains(certificateArn)))
                .Select(balancer => balancer.Arn)
                .ToList();
        }
    }

    public override Task StartAsync()
    {
        _host.HealthChanged += Cloud.Service<EcsService>().NoteTargetHealth;
        lock (_gate)
        {
            // Network interfaces are not saved.
            foreach (var balancer in _store.Balancers.Values)
            {
                _network.Attach(balancer);
            }

            _host.Apply(_state.Configuration());
        }

        return Task.CompletedTask;
    }

    public override async Task StopAsync()
    {
        lock (_gate)
        {
            // ECS stops after this service, and deregisters its tasks.
            _isStopped = true;
        }

        await _host.StopAsync().ConfigureAwait(false);
    }

    public IReadOnlyList<TaggedResource> Tagged()
    {
        lock (_gate)
        {
            var balancers = _store.Balancers.Values;
            var listeners = balancers.SelectMany(balancer => balancer.Listeners).ToList();
            var all = balancers.Cast<ITagged>().Concat(_store.Groups.Values).Concat(listeners)
                .Concat(listeners.SelectMany(listener => listener.Rules).Where(rule => !rule.IsDefault));
            return all.Select(resource => new TaggedResource(resource.Arn, [.. resource.Tags.All])).ToList();
        }
    }

    public override JsonNode? Save()
    {
        lock (_gate)
        {
            return _storage.Save();
        }
    }

    public override void Load(JsonNode state)
    {
        lock (_gate)
        {
            _storage.Load(state.AsObject());
        }
    }

    /// <summary>
    /// The address of the load balancer, which is a name that resolves. If a listener is not at its own port there, because this machine does not
    /// let it have the port, the address and port of one such listener.
    /// </summary>
    private string DnsName(LoadBalancer balancer)
    {
        var moved = balancer.Listeners
            .OrderBy(listener => listener.IsHttps ? 0 : 1)
            .Select(listener => (listener.Port, _host.Endpoint(listener.Arn)?.Address))
            .FirstOrDefault(found => found.Address is { } bound && bound.Port != found.Port);
        return moved.Address?.ToString() ?? _host.Address(balancer.Arn).ToString();
    }

    private void Read(string operation, Func<SandboxCall, JsonObject> handler)
        => Serve(operation, call =>
        {
            lock (_gate)
            {
                return handler(call);
            }
        });

    private void Change(string operation, Func<SandboxCall, JsonObject> handler)
        => Serve(operation, call => ChangeState(() => handler(call)));

    /// <summary>Changes the state, and gives the data plane its new configuration. It also does so if a change fails half-way.</summary>
    private T ChangeState<T>(Func<T> change)
    {
        lock (_gate)
        {
            try
            {
                return change();
            }
            finally
            {
                if (!_isStopped)
                {
                    _host.Apply(_state.Configuration());
                }

                Cloud.NoteChange(this);
            }
        }
    }

    private void Serve(LoadBalancerOperations balancers)
    {
        Change("CreateLoadBalancer", balancers.Create);
        Read("DescribeLoadBalancers", balancers.Describe);
        Change("DeleteLoadBalancer", balancers.Delete);
        Change("SetSubnets", balancers.SetSubnets);
        Change("SetSecurityGroups", balancers.SetSecurityGroups);
        Change("SetIpAddressType", balancers.SetIpAddressType);
    }

    private void Serve(TargetGroupOperations groups)
    {
        Change("CreateTargetGroup", groups.Create);
        Read("DescribeTargetGroups", groups.Describe);
        Change("ModifyTargetGroup", groups.Modify);
        Change("DeleteTargetGroup", groups.Delete);
    }

    private void Serve(TargetOperations targets)
    {
        Serve("RegisterTargets", call =>
        {
            // ECS calls this service under its own lock, so it must not be called under the lock of this one.
            var tasks = Cloud.Service<EcsService>().TasksAt(call.Input.Objects("Targets").Select(target => target.Text("Id")!).ToList());
            return ChangeState(() => targets.Register(call, tasks));
        });
        Change("DeregisterTargets", targets.Deregister);
        Read("DescribeTargetHealth", targets.DescribeHealth);
    }

    private void Serve(ListenerOperations listeners, ListenerCertificateOperations certificates)
    {
        Change("CreateListener", listeners.Create);
        Read("DescribeListeners", listeners.Describe);
        Change("ModifyListener", listeners.Modify);
        Change("DeleteListener", listeners.Delete);
        Change("AddListenerCertificates", certificates.Add);
        Change("RemoveListenerCertificates", certificates.Remove);
        Read("DescribeListenerCertificates", certificates.Describe);
    }

    private void Serve(RuleOperations rules)
    {
        Change("CreateRule", rules.Create);
        Read("DescribeRules", rules.Describe);
        Change("ModifyRule", rules.Modify);
        Change("DeleteRule", rules.Delete);
        Change("SetRulePriorities", rules.SetPriorities);
    }

    private void Serve(AttributeOperations attributes)
    {
        Read("DescribeLoadBalancerAttributes", attributes.DescribeBalancer);
        Change("ModifyLoadBalancerAttributes", attributes.ModifyBalancer);
        Read("DescribeListenerAttributes", attributes.DescribeListener);
        Change("ModifyListenerAttributes", attributes.ModifyListener);
        Read("DescribeTargetGroupAttributes", attributes.DescribeGroup);
        Change("ModifyTargetGroupAttributes", attributes.ModifyGroup);
    }

    private void Serve(TagOperations tags)
    {
        Change("AddTags", tags.Add);
        Change("RemoveTags", tags.Remove);
        Read("DescribeTags", tags.Describe);
    }
}
