using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Ecr;
using EcsTools.Images.Build;
using EcsTools.Images.Sources;

namespace EcsTools.Campaigns.Durability;

/// <summary>Pushes an image of an engine, or builds a folder and pushes it, in a process that can be killed.</summary>
internal static class PushProcess
{
    /// <param name="args">Endpoint, access key, secret key, address of the engine, folder of its files, repository, and an image or a folder.</param>
    public static async Task RunAsync(string[] args)
    {
        Environment.SetEnvironmentVariable("DOCKER_HOST", args[3]);
        Environment.SetEnvironmentVariable("TMPDIR", Directory.CreateDirectory(Path.Combine(args[4], "tmp")).FullName);
        Environment.SetEnvironmentVariable("ECSTOOLS_CACHE", Path.Combine(args[4], "cache"));
        using var connection = new AwsConnection(new BasicAWSCredentials(args[1], args[2]), "us-east-1", args[0], SystemClock.Instance);
        var isFolder = Directory.Exists(args[6]);
        Console.WriteLine("started");
        var pushed = await new EcrImagePush(connection).PushAsync(
            new PushImageRequest
            {
                RepositoryName = args[5],
                Tags = ["1"],
                Transport = ImageTransport.Direct,
                Image = isFolder ? null : args[6],
                Path = isFolder ? args[6] : null,
                Build = isFolder ? new ImageBuildRequest { ContextPath = args[6], Builder = ImageBuilderKind.Classic } : null,
            },
            null,
            CancellationToken.None);
        Console.WriteLine("ended " + pushed.ImageDigest);
    }
}
