using System;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Publishing;
using EcsTools.Aws;
using EcsTools.Network;
using EcsTools.Routing.Rules;

namespace EcsTools.Campaigns.Durability;

/// <summary>Publishes an app of four services, or of a compose file, in a process that can be killed.</summary>
internal static class PublishProcess
{
    /// <param name="args">Endpoint, access key, secret key, name of the app, and the version of its images.</param>
    public static Task RunAsync(string[] args) => RunAsync(args, Request(args[3], args[4]));

    /// <param name="args">Endpoint, access key, secret key, and the path of a compose file.</param>
    public static Task RunSampleAsync(string[] args) => RunAsync(args, SamplePublishCampaign.Request(args[3]));

    private static async Task RunAsync(string[] args, PublishAppRequest request)
    {
        using var connection = new AwsConnection(new BasicAWSCredentials(args[1], args[2]), "us-east-1", args[0], SystemClock.Instance);
        var publisher = new AppPublisher(connection);
        Console.WriteLine("begins");
        await publisher.ApplyAsync(await publisher.PlanAsync(request, CancellationToken.None), null, CancellationToken.None);
        Console.WriteLine("ended");
    }

    /// <summary>A monolith, two services with paths that depend on it, and a migration that all of them wait for.</summary>
    public static PublishAppRequest Request(string app, string version)
    {
        AppService Web(string name, string? path, params AppDependency[] dependencies) => new()
        {
            Name = name,
            Container = new AppContainer { Name = name, ImageUri = "example:" + version, Ports = [new TaskPort(3000, "tcp")] },
            Route = new AppRoute { Conditions = new RouteConditionRequest { Paths = path is null ? null : [path] } },
            DependsOn = dependencies,
        };
        var migrated = new AppDependency("migrate", AppDependencyCondition.Completed);
        var healthy = new AppDependency("monolith", AppDependencyCondition.Healthy);
        return new PublishAppRequest
        {
            Definition = new AppDefinition
            {
                Name = app,
                Services =
                [
                    Web("monolith", null, migrated),
                    Web("users", "/api/users*", healthy),
                    Web("posts", "/api/posts*", healthy),
                    new AppService
                    {
                        Name = "migrate",
                        Kind = AppServiceKind.RunOnce,
                        Container = new AppContainer { Name = "migrate", ImageUri = "example:" + version },
                    },
                ],
            },
            Cluster = app,
            LoadBalancer = app,
            SkipTest = true,
        };
    }
}
