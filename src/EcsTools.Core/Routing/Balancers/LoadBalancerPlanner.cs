using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Aws;
using EcsTools.Costs;
using EcsTools.Models;
using EcsTools.Network;

namespace EcsTools.Routing.Balancers;

/// <summary>Works out how to bring a load balancer to its requested state. Changes nothing.</summary>
internal sealed class LoadBalancerPlanner(AwsConnection connection)
{
    private readonly BalancerNetwork _network = new(connection);

    public async Task<LoadBalancerPlan> PlanAsync(LoadBalancerRequest request, CancellationToken cancellationToken)
    {
        LoadBalancerChecks.Request(request);
        var current = await new LoadBalancers(connection).FindAsync(request.LoadBalancer, cancellationToken).ConfigureAwait(false);
        if (current is not null)
        {
            LoadBalancers.CheckOwner(current);
            CheckScheme(request, current);
        }

        var certificates = new List<string>();
        foreach (var certificate in request.Certificates ?? [])
        {
            certificates.Add(await new Certificates(connection).RequireAsync(certificate, cancellationToken).ConfigureAwait(false));
        }

        var state = new BalancerState(current);
        var listeners = new BalancerListeners(connection, state);
        var (steps, zones) = await NetworkAsync(request, state, cancellationToken).ConfigureAwait(false);
        steps.AddRange(Attributes(request, state));
        steps.AddRange(await listeners.StepsAsync(request, certificates, cancellationToken).ConfigureAwait(false));
        steps.AddRange(Tags(request, state));
        var addresses = LoadBalancerMapper.PublicAddresses(
            !IsInternal(request, current), request.IpAddressType ?? current?.IpAddressType ?? "ipv4", zones);
        return new LoadBalancerPlan(request, current, steps)
        {
            Warnings = listeners.Warnings,
            MonthlyCost = LoadBalancerCosts.Month(connection.Region, addresses),
            Cost = current is null || zones != current.AvailabilityZones.Count || (request.IpAddressType is { } type && type != current.IpAddressType)
                ? LoadBalancerCosts.Text(connection.Region, addresses) : null,
        };
    }

    private static bool IsInternal(LoadBalancerRequest request, FargateLoadBalancer? current)
        => current is null ? request.Internal == true : current.Scheme == "internal";

    private static void CheckScheme(LoadBalancerRequest request, FargateLoadBalancer current)
    {
        if (request.Internal is { } wanted && wanted != (current.Scheme == "internal"))
        {
            throw new EcsToolsException(
                ErrorCodes.LoadBalancerSchemeFixed,
                $"Load balancer '{current.LoadBalancer}' is {current.Scheme}, and AWS cannot change that (-Internal).",
                $"Create another one: New-FargateLoadBalancer {current.LoadBalancer}-2{(wanted ? " -Internal" : "")}",
                "Internal",
                wanted);
        }
    }

    /// <summary>The steps for subnets, security groups and the load balancer itself, and the number of its zones.</summary>
    private async Task<(List<ChangeStep> Steps, int Zones)> NetworkAsync(
        LoadBalancerRequest request, BalancerState state, CancellationToken cancellationToken)
    {
        var current = state.Current;
        var subnets = current is null || request.Subnets is not null
            ? await _network.SubnetsAsync(request.Subnets, cancellationToken).ConfigureAwait(false)
            : null;
        var vpc = current?.VpcId ?? subnets![0].VpcId;
        var steps = new List<ChangeStep>();
        if (request.SecurityGroups is { } groups)
        {
            await new SecurityGroups(connection).RequireAsync(groups, vpc, cancellationToken).ConfigureAwait(false);
            state.SecurityGroups = groups;
        }
        else
        {
            steps.AddRange(await _network.GroupStepsAsync(
                request,
                state,
                vpc,
                IsInternal(request, current),
                request.IpAddressType ?? current?.IpAddressType ?? "ipv4",
                BalancerListeners.Ports(request, current),
                cancellationToken).ConfigureAwait(false));
        }

        var ids = subnets?.Select(subnet => subnet.SubnetId).ToList() ?? [];
        if (current is null)
        {
            steps.Add(Creation(request, state, ids, subnets!.Select(subnet => subnet.AvailabilityZone)));
            return (steps, ids.Count);
        }

        if (subnets is not null && !ids.OrderBy(id => id, StringComparer.Ordinal).SequenceEqual(current.Subnets.OrderBy(id => id, StringComparer.Ordinal)))
        {
            steps.Add(new ChangeStep(
                new FieldChange("subnets", string.Join(", ", current.Subnets), string.Join(", ", ids)),
                "subnets changed",
                cancel => connection.LoadBalancing.SetSubnetsAsync(new SetSubnetsRequest { LoadBalancerArn = state.Arn, Subnets = ids }, cancel)));
        }

        steps.AddRange(Changes(request, state));
        return (steps, subnets?.Count ?? current.AvailabilityZones.Count);
    }

    private ChangeStep Creation(LoadBalancerRequest request, BalancerState state, List<string> subnets, IEnumerable<string> zones)
    {
        var scheme = request.Internal == true ? "internal" : "internet-facing";
        var changes = new List<FieldChange>
        {
            new("loadBalancer", null, $"{request.LoadBalancer}, {scheme}, {request.IpAddressType ?? "ipv4"}"),
            new("subnets", null, $"{string.Join(", ", subnets)} ({string.Join(", ", zones)})"),
        };
        if (request.SecurityGroups is { } groups)
        {
            changes.Add(new FieldChange("securityGroups", null, string.Join(", ", groups)));
        }

        return new ChangeStep(changes, () => $"load balancer {request.LoadBalancer} created", async cancel =>
        {
            var created = await connection.LoadBalancing.CreateLoadBalancerAsync(
                new CreateLoadBalancerRequest
                {
                    Name = request.LoadBalancer,
                    Type = "application",
                    Scheme = scheme,
                    Subnets = subnets,
                    SecurityGroups = state.SecurityGroups.ToList(),
                    IpAddressType = request.IpAddressType ?? "ipv4",
                    Tags = ElbLists.ToTags(request.Tags),
                },
                cancel).ConfigureAwait(false);
            state.Arn = created.LoadBalancers[0].LoadBalancerArn;
        });
    }

    private IEnumerable<ChangeStep> Changes(LoadBalancerRequest request, BalancerState state)
    {
        var current = state.Current!;
        if (request.SecurityGroups is { } groups && !groups.OrderBy(id => id, StringComparer.Ordinal).SequenceEqual(
            current.SecurityGroups.OrderBy(id => id, StringComparer.Ordinal)))
        {
            yield return new ChangeStep(
                new FieldChange("securityGroups", string.Join(", ", current.SecurityGroups), string.Join(", ", groups)),
                "security groups changed",
                cancel => connection.LoadBalancing.SetSecurityGroupsAsync(
                    new SetSecurityGroupsRequest { LoadBalancerArn = state.Arn, SecurityGroups = groups.ToList() }, cancel));
        }

        if (request.IpAddressType is { } type && type != current.IpAddressType)
        {
            yield return new ChangeStep(
                new FieldChange("ipAddressType", current.IpAddressType, type),
                "type of addresses changed",
                cancel => connection.LoadBalancing.SetIpAddressTypeAsync(
                    new SetIpAddressTypeRequest { LoadBalancerArn = state.Arn, IpAddressType = type }, cancel));
        }
    }

    private IEnumerable<ChangeStep> Attributes(LoadBalancerRequest request, BalancerState state)
    {
        var current = state.Current;
        var attributes = new List<LoadBalancerAttribute>();
        var changes = new List<FieldChange>();
        void Set(string field, string? from, string? to, params (string Key, string Value)[] values)
        {
            if (from != to)
            {
                changes.Add(new FieldChange(field, current is null ? null : from, to));
                attributes.AddRange(values.Select(value => new LoadBalancerAttribute { Key = value.Key, Value = value.Value }));
            }
        }

        if (request.IdleTimeout is { } idle)
        {
            var seconds = ((int)idle.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            Set("idleTimeout", Seconds(current?.IdleTimeout ?? TimeSpan.FromSeconds(60)), Seconds(idle), ("idle_timeout.timeout_seconds", seconds));
        }

        if (request.DeletionProtection is { } isProtected)
        {
            Set("deletionProtection", Switch(current?.DeletionProtection == true), Switch(isProtected), ("deletion_protection.enabled", Switch(isProtected)));
        }

        if (request.AccessLogBucket is { } bucket)
        {
            Set("accessLogBucket", current?.AccessLogBucket, bucket.Length == 0 ? null : bucket, AccessLog.Attributes(bucket));
        }

        if (attributes.Count > 0)
        {
            yield return new ChangeStep(changes, () => "attributes set", cancel => AccessLog.ExplainAsync(
                () => connection.LoadBalancing.ModifyLoadBalancerAttributesAsync(
                    new ModifyLoadBalancerAttributesRequest { LoadBalancerArn = state.Arn, Attributes = attributes }, cancel),
                request.AccessLogBucket,
                state.Arn));
        }
    }

    private IEnumerable<ChangeStep> Tags(LoadBalancerRequest request, BalancerState state)
    {
        // A new load balancer is created with its tags.
        if (state.Current is not { } current)
        {
            yield break;
        }

        var changed = (request.Tags ?? new Dictionary<string, string>())
            .Where(tag => !current.Tags.TryGetValue(tag.Key, out var value) || value != tag.Value).ToList();
        if (changed.Count > 0)
        {
            yield return new ChangeStep(
                changed.Select(tag => new FieldChange(
                    $"tags[{tag.Key}]", current.Tags.TryGetValue(tag.Key, out var before) ? before : null, tag.Value)).ToList(),
                () => "tags set",
                cancel => connection.LoadBalancing.AddTagsAsync(
                    new AddTagsRequest { ResourceArns = [state.Arn], Tags = ElbLists.ToTags(changed) }, cancel));
        }
    }

    private static string Seconds(TimeSpan time) => ((int)time.TotalSeconds).ToString(CultureInfo.InvariantCulture) + " s";

    private static string Switch(bool isOn) => isOn ? "true" : "false";
}
