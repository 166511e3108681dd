using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Publishing;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.Routing.Rules;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Apps;

/// <summary>What tests of apps do again and again over a connection, as the commands would do it.</summary>
internal sealed class AppWorld(AwsConnection connection)
{
    public AwsConnection Connection => connection;

    public static string Unique() => TaskSandbox.Unique("a");

    /// <summary>A request with its own cluster and load balancer, so that tests do not share them.</summary>
    public static PublishAppRequest Request(string app, params AppService[] services) => new()
    {
        Definition = new AppDefinition { Name = app, Services = services },
        Cluster = app + "-cluster",
        LoadBalancer = app,
        SkipTest = true,
    };

    public static AppService Web(string name, string image = "example:1", string? path = null) => new()
    {
        Name = name,
        Container = new AppContainer { Name = name, ImageUri = image, Ports = [new TaskPort(80, "tcp")] },
        Route = new AppRoute { Conditions = new RouteConditionRequest { Paths = path is null ? null : [path] } },
    };

    public static AppService Worker(string name, string image = "example:1") => new()
    {
        Name = name,
        Container = new AppContainer { Name = name, ImageUri = image, Ports = [new TaskPort(80, "tcp")] },
    };

    public Task<AppPlan> PlanAsync(PublishAppRequest request) => new AppPublisher(connection).PlanAsync(request, default);

    public async Task<FargateApp> PublishAsync(PublishAppRequest request)
        => await new AppPublisher(connection).ApplyAsync(await PlanAsync(request), null, default);

    public Task<EcsToolsException> FailAsync(PublishAppRequest request) => Assert.ThrowsAsync<EcsToolsException>(() => PublishAsync(request));

    public static IEnumerable<string> Order(FargateApp app, string stage) => app.Steps.Where(step => step.Stage == stage).Select(step => step.Subject);
}
