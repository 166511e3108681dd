using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Amazon.EC2.Model;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Routing.Balancers;
using EcsTools.Routing.Cleanup;
using EcsTools.Routing.Rules;

namespace EcsTools.Tests.Routing;

/// <summary>What tests of load balancers and routes do again and again over a connection, as the commands would do it.</summary>
internal sealed class RoutingWorld(AwsConnection connection)
{
    public AwsConnection Connection => connection;

    public Task<LoadBalancerPlan> PlanAsync(LoadBalancerRequest request) => new LoadBalancerApplier(connection).PlanAsync(request, default);

    public async Task<FargateLoadBalancer> BalancerAsync(LoadBalancerRequest request)
        => await new LoadBalancerApplier(connection).ApplyAsync(await PlanAsync(request), null, default);

    public Task<RoutePlan> PlanAsync(RouteRequest request) => new RouteApplier(connection).PlanAsync(request, default);

    public async Task<IReadOnlyList<FargateRoute>> AddAsync(RouteRequest request)
        => await new RouteApplier(connection).ApplyAsync(await PlanAsync(request), null, default);

    public async Task<FargateRoute> AddOneAsync(string balancer, string name, int? weight = null, params string[] paths)
        => (await AddAsync(Forward(balancer, name, paths) with { Weight = weight })).Single();

    public static RouteRequest Forward(string balancer, string name, params string[] paths) => new()
    {
        LoadBalancer = balancer,
        Conditions = new RouteConditionRequest { Paths = paths.Length > 0 ? paths : null },
        IsDefault = paths.Length == 0,
        Target = new TargetGroupRequest { Name = name, ContainerPort = 3000 },
    };

    public async Task<List<FargateRoute>> RoutesAsync(string balancer)
        => await new Routes(connection).GetAsync(new RouteQuery { LoadBalancers = [balancer] }, null, default).ToListAsync();

    public async Task<FargateRoute> AnsweringAsync(string balancer, string url)
        => await new Routes(connection).GetAsync(
            new RouteQuery { LoadBalancers = [balancer], Answering = new RoutedRequest { Url = new Uri(url) } }, null, default).SingleAsync();

    public async Task<FargateRoute> ChangeAsync(FargateRoute route, RouteChangeRequest request)
    {
        var changer = new RouteChanger(connection);
        return await changer.ApplyAsync(await changer.PlanAsync(route, request, null, default), null, default);
    }

    public async Task<FargateRoute> RemoveAsync(FargateRoute route, bool keep = false)
    {
        var removal = new RouteRemoval(connection);
        return await removal.RemoveAsync(await removal.PlanAsync(route, [], keep, default), null, default);
    }

    public async Task<FargateLoadBalancer> RemoveAsync(string balancer, bool force = false)
    {
        var removal = new LoadBalancerRemoval(connection);
        var plan = await removal.PlanAsync(balancer, default);
        LoadBalancerRemoval.Check(plan, force);
        return await removal.RemoveAsync(plan, TimeSpan.FromMinutes(6), null, default);
    }

    public static RouteChangeRequest Weight(int percent) => new() { Percent = percent, Target = new TargetGroupRequest { Name = "route" } };

    public async Task<SecurityGroup?> GroupAsync(string balancer)
        => (await connection.Ec2.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest
        {
            Filters = [new Filter { Name = "group-name", Values = ["ecstools-lb-" + balancer] }],
        })).SecurityGroups?.SingleOrDefault();

    /// <summary>A target group that no command created.</summary>
    public static async Task<string> ForeignGroupAsync(AwsConnection connection, string name, string type = "ip")
    {
        var vpcs = await connection.Ec2.DescribeVpcsAsync(new DescribeVpcsRequest());
        var created = await connection.LoadBalancing.CreateTargetGroupAsync(new CreateTargetGroupRequest
        {
            Name = name, TargetType = type, Protocol = "HTTP", Port = 80, VpcId = vpcs.Vpcs[0].VpcId,
        });
        return created.TargetGroups[0].TargetGroupArn;
    }
}
