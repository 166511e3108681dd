using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Amazon.ECR.Model;
using Amazon.ECS.Model;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Identity;
using EcsTools.Models;
using EcsTools.Profiles;
using EcsTools.Tests.Profiles;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Tests.Identity;

/// <summary>What a deployer can and cannot do with its own key, judged by the sandbox's reading of its policies.</summary>
public sealed class ScopedDeployerTests : IClassFixture<IamSandbox>, IAsyncLifetime
{
    private readonly StepClock _clock = new(_ => System.Threading.Thread.Sleep(5));
    private readonly AwsConnection _root;
    private readonly ProfileFolder _files = new();
    private readonly string _name = "scoped-" + Guid.NewGuid().ToString("N")[..8];
    private AwsConnection _own = null!;

    public ScopedDeployerTests(IamSandbox sandbox) => _root = sandbox.Connect(_clock);

    public async Task InitializeAsync() => _own = await DeployerAsync(_name, IamPolicySet.Scoped);

    public Task DisposeAsync()
    {
        _own.Dispose();
        _root.Dispose();
        _files.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task It_makes_repositories()
    {
        await _own.Ecr.CreateRepositoryAsync(new CreateRepositoryRequest { RepositoryName = _name });
    }

    [Fact]
    public async Task It_makes_clusters()
    {
        await _own.Ecs.CreateClusterAsync(new CreateClusterRequest { ClusterName = _name });
        await _own.Ecs.DescribeClustersAsync(new DescribeClustersRequest { Clusters = new List<string> { _name } });
    }

    [Theory]
    [InlineData(EcsRoleKind.TaskExecution)]
    [InlineData(EcsRoleKind.Task)]
    [InlineData(EcsRoleKind.Scheduler)]
    [InlineData(EcsRoleKind.Events)]
    [InlineData(EcsRoleKind.Infrastructure)]
    public async Task It_makes_the_roles_ecs_needs_within_the_boundary_and_finds_them_again(EcsRoleKind kind)
    {
        var request = new EcsRoleRequest { Kind = kind, RoleName = "EcsTools-" + Guid.NewGuid().ToString("N")[..8], EnableExecuteCommand = true };

        var role = await new EcsRoles(_own).EnsureAsync(request);

        Assert.Equal(ChangeStatus.Created, role.Change);
        var made = (await _root.Iam.GetRoleAsync(new GetRoleRequest { RoleName = role.RoleName })).Role;
        Assert.EndsWith(":policy/ecstools/EcsToolsRoleBoundary", made.PermissionsBoundary.PermissionsBoundaryArn, StringComparison.Ordinal);
        Assert.Equal(ChangeStatus.Unchanged, (await new EcsRoles(_own).EnsureAsync(request)).Change);
    }

    /// <summary>A service creates its role on its first use in an account, with the permission of the caller.</summary>
    [Theory]
    [InlineData("ecs.amazonaws.com")]
    [InlineData("ecs.application-autoscaling.amazonaws.com")]
    [InlineData("elasticloadbalancing.amazonaws.com")]
    public async Task It_makes_the_roles_of_the_services_that_commands_use(string service)
    {
        var made = await _own.Iam.CreateServiceLinkedRoleAsync(new CreateServiceLinkedRoleRequest { AWSServiceName = service });
        Assert.StartsWith($"/aws-service-role/{service}/", made.Role.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_may_not_make_the_role_of_another_service()
        => await RefusedAsync(() => _own.Iam.CreateServiceLinkedRoleAsync(
            new CreateServiceLinkedRoleRequest { AWSServiceName = "replication.ecr.amazonaws.com" }));

    [Fact]
    public async Task It_may_not_make_itself_an_administrator()
    {
        const string Admin = "arn:aws:iam::aws:policy/AdministratorAccess";
        const string Trust = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";
        const string All = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";
        var account = await _root.GetAccountIdAsync(default);
        var role = await new EcsRoles(_root).EnsureAsync(new EcsRoleRequest { Kind = EcsRoleKind.Task, RoleName = "EcsTools-unbounded-" + _name });

        await RefusedAsync(() => _own.Iam.AttachUserPolicyAsync(new AttachUserPolicyRequest { UserName = _name, PolicyArn = Admin }));
        await RefusedAsync(() => _own.Iam.PutUserPolicyAsync(new PutUserPolicyRequest { UserName = _name, PolicyName = "all", PolicyDocument = All }));
        await RefusedAsync(() => _own.Iam.CreateRoleAsync(new CreateRoleRequest { RoleName = "EcsTools-mine", AssumeRolePolicyDocument = Trust }));
        await RefusedAsync(() => _own.Iam.PutRolePolicyAsync(new PutRolePolicyRequest { RoleName = role.RoleName, PolicyName = "all", PolicyDocument = All }));
        await RefusedAsync(() => _own.Iam.AttachRolePolicyAsync(new AttachRolePolicyRequest { RoleName = role.RoleName, PolicyArn = Admin }));
        await RefusedAsync(() => _own.Iam.CreatePolicyVersionAsync(new CreatePolicyVersionRequest
        {
            PolicyArn = $"arn:aws:iam::{account}:policy/ecstools/EcsToolsRoleBoundary",
            PolicyDocument = All,
            SetAsDefault = true,
        }));
        await RefusedAsync(() => _own.Iam.CreateAccessKeyAsync(new CreateAccessKeyRequest { UserName = "someone-else" }));
    }

    [Fact]
    public async Task A_tutorial_deployer_without_an_execution_role_says_who_must_make_it()
    {
        using var tutorial = await DeployerAsync("tutorial-" + _name, IamPolicySet.Tutorial);
        var request = new EcsRoleRequest { Kind = EcsRoleKind.TaskExecution, RoleName = "execution-" + _name };

        var error = await Assert.ThrowsAsync<EcsToolsException>(() => new EcsRoles(tutorial).EnsureAsync(request));
        Assert.Equal(("RoleNotAllowed", ErrorKind.PermissionDenied), (error.ErrorId, error.Kind));
        Assert.Contains($"Initialize-EcsRole TaskExecution -Name execution-{_name}", error.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tutorial_deployer_finds_the_execution_role()
    {
        using var tutorial = await DeployerAsync("tutorial-" + _name, IamPolicySet.Tutorial);
        var request = new EcsRoleRequest { Kind = EcsRoleKind.TaskExecution, RoleName = "execution-" + _name };
        await new EcsRoles(_root).EnsureAsync(request);
        Assert.Equal(ChangeStatus.Unchanged, (await new EcsRoles(tutorial).EnsureAsync(request)).Change);
    }

    private static async Task RefusedAsync(Func<Task> call)
    {
        var error = await Assert.ThrowsAnyAsync<AmazonServiceException>(call);
        Assert.StartsWith("AccessDenied", error.ErrorCode, StringComparison.Ordinal);
    }

    private async Task<AwsConnection> DeployerAsync(string name, IamPolicySet set)
    {
        var deployers = new IamDeployers(_root);
        await deployers.ApplyAsync(await deployers.PlanAsync(new IamDeployerRequest { UserName = name, PolicySet = set, ProfileLocation = _files.Credentials }));
        var key = new SharedProfileFile(_files.Paths, _clock).Read(name)!.Key!;
        return _root.With(new BasicAWSCredentials(key.AccessKeyId, key.SecretAccessKey));
    }
}
