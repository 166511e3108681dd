using System;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Ecr;
using EcsTools.Identity;
using EcsTools.Images.Compression;
using EcsTools.Images.Sources;
using EcsTools.Models;
using EcsTools.Sandbox;

namespace EcsTools.OldestRuntime;

/// <summary>A user, an image pushed twice at the quickest level and a cluster, in a sandbox of this process: AWS's clients, the registry's and the sandbox on this runtime.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Runtime = SandboxRuntime.Simulated }, CancellationToken.None);
        using var aws = await AwsConnections.ConnectAsync(new AwsConnectionRequest
        {
            EndpointUrl = sandbox.EndpointUrl,
            Region = sandbox.Region,
            AccessKey = sandbox.AccessKey,
            SecretKey = sandbox.SecretKey,
        });

        var deployers = new IamDeployers(aws);
        var deployer = await deployers.ApplyAsync(
            await deployers.PlanAsync(new IamDeployerRequest { UserName = "deployer", ProfileName = "oldest" }, default), null, default);
        var first = await PushAsync(aws, arguments[0]);
        var second = await PushAsync(aws, arguments[0]);
        var clusters = new FargateClusters(aws);
        var cluster = await clusters.ApplyAsync(await clusters.PlanAsync(new FargateClusterRequest { Cluster = "demo" }, default), null, default);
        Console.WriteLine($"{Environment.Version.Major} {deployer.UserName} {cluster.Cluster} {first.BlobsSent} {second.BlobsSent} {first.ImageDigest}");
        return 0;
    }

    private static Task<EcrImage> PushAsync(AwsConnection aws, string archive) => new EcrImagePush(aws).PushAsync(
        new PushImageRequest { RepositoryName = "oldest", Path = archive, Tags = ["1"], CompressionLevel = ImageCompressionLevel.Fastest },
        null,
        CancellationToken.None);
}
