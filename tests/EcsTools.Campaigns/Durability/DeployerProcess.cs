using System;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Identity;

namespace EcsTools.Campaigns.Durability;

/// <summary>Creates a deployer or replaces its key, in a process that can be killed.</summary>
internal static class DeployerProcess
{
    /// <param name="args"><c>new</c> or <c>update</c>, endpoint, access key, secret key, user, credentials file.</param>
    public static async Task RunAsync(string[] args)
    {
        using var connection = new AwsConnection(new BasicAWSCredentials(args[2], args[3]), "us-east-1", args[1], SystemClock.Instance);
        var deployers = new IamDeployers(connection);
        if (args[0] == "new")
        {
            await deployers.ApplyAsync(
                await deployers.PlanAsync(new IamDeployerRequest { UserName = args[4], ProfileLocation = args[5] }, CancellationToken.None), null, CancellationToken.None);
        }
        else
        {
            await deployers.RotateAsync(
                await deployers.PlanRotationAsync(new IamDeployerTarget { UserName = args[4], ProfileLocation = args[5] }, CancellationToken.None), null, CancellationToken.None);
        }

        Console.WriteLine("ended");
    }
}
