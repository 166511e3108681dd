using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Identity;
using EcsTools.Models;
using EcsTools.Profiles;
using EcsTools.Tests.Profiles;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Identity;

/// <summary>What tests of deployers share, on whatever server answers for AWS.</summary>
public abstract class IamDeployerTestBase : IDisposable
{
    private readonly string _run = Guid.NewGuid().ToString("N")[..8];

    /// <summary>Shared AWS files of the test's own.</summary>
    internal ProfileFolder Files { get; } = new();

    /// <summary>A wait gives a real server, which has a clock of its own, five milliseconds.</summary>
    internal StepClock Clock { get; } = new(_ => Thread.Sleep(5));

    internal abstract AwsConnection Connection { get; }

    public void Dispose()
    {
        Files.Dispose();
        GC.SuppressFinalize(this);
    }

    internal string Name(string name) => $"{name}-{_run}";

    internal IamDeployerRequest Request(string name) => new() { UserName = Name(name), ProfileLocation = Files.Credentials };

    internal IamDeployerTarget Target(string name) => new() { UserName = Name(name), ProfileLocation = Files.Credentials };

    internal SharedProfile? Profile(string name) => new SharedProfileFile(Files.Paths, Clock).Read(Name(name));

    internal async Task<IamDeployer> CreateAsync(IamDeployerRequest request, ProgressLog? log = null)
    {
        var deployers = new IamDeployers(Connection);
        return await deployers.ApplyAsync(await deployers.PlanAsync(request), log);
    }

    internal async Task<IamDeployer> RotateAsync(IamDeployerTarget target)
    {
        var deployers = new IamDeployers(Connection);
        return await deployers.RotateAsync(await deployers.PlanRotationAsync(target));
    }

    internal async Task<List<string>> AttachedAsync(string user)
        => (await new IamUsers(Connection).FindAsync(user, default))!.Policies.Select(policy => policy.PolicyArn).ToList();

    internal async Task<string> CallerAsync(AccessKeyPair key)
    {
        using var own = Connection.With(new BasicAWSCredentials(key.AccessKeyId, key.SecretAccessKey));
        return (await own.Sts.GetCallerIdentityAsync(new Amazon.SecurityToken.Model.GetCallerIdentityRequest())).Arn;
    }
}
