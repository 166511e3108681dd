using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Sources;
using EcsTools.Commands.Tasks;
using EcsTools.Compose;
using EcsTools.Images.Build;
using EcsTools.Network;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Routing.Rules;
using EcsTools.TaskDefinitions;

namespace EcsTools.Commands.Apps;

/// <summary>A command that works on an app of a folder with a Dockerfile or of a compose file.</summary>
public abstract partial class AppSourceCommand : AwsCommand
{
    private const double DefaultCpuTarget = 60;

    /// <summary>The folder or compose file.</summary>
    private protected async Task<(string Path, bool IsCompose)> SourceAsync(CommandPipeline pipeline)
    {
        var path = await PathAsync(pipeline).ConfigureAwait(false);
        var isCompose = ComposeApps.IsFor(path);
        CheckCompose(path, isCompose);
        return (path, isCompose);
    }

    private async Task<string> PathAsync(CommandPipeline pipeline)
    {
        // An empty property of a record counts as not given.
        var (path, literal) = (string.IsNullOrEmpty(Path) ? null : Path, string.IsNullOrEmpty(LiteralPath) ? null : LiteralPath);
        if (path is not null && literal is not null)
        {
            throw new EcsToolsException(
                ErrorCodes.PathGivenTwice, $"-Path '{path}' and -LiteralPath '{literal}' cannot be combined.", "Use only one of them.", "LiteralPath", literal);
        }

        var given = path ?? literal ?? ".";
        var found = await pipeline.ResolvePathsAsync([given], literal is not null).ConfigureAwait(false);
        var command = await pipeline.InvokeAsync(() => MyInvocation.MyCommand.Name).ConfigureAwait(false);
        return found.Count == 1 ? found[0] : throw new EcsToolsException(
            ErrorCodes.PathNamesSeveral,
            $"-Path '{given}' matches {found.Count} files and folders, and an app is made of one.",
            $"Use a path that matches one folder, or pipe the folders: Get-Item <pattern> | {command}",
            "Path",
            given);
    }

    /// <summary>What the parameters say of an app.</summary>
    private protected PublishAppRequest Request(AppDefinition definition) => new()
    {
        Definition = definition,
        PullSecret = PullCredentialArgument.Parse(PullCredential).Secret,
        PullLogin = PullCredentialArgument.Parse(PullCredential).Login,
        Cluster = Cluster,
        LoadBalancer = LoadBalancer,
        NoLoadBalancer = NoLoadBalancer,
        Internal = IsBound(nameof(Internal)) ? Internal.ToBool() : null,
        Certificates = Certificate,
        LoadBalancerSubnets = LoadBalancerSubnet,
        Subnets = Subnet,
        ImageTag = ImageTag,
        LogRetentionDays = LogRetention,
        SetsLogRetention = IsBound(nameof(LogRetention)),
    };

    /// <summary>What the parameters say of an app of a folder. The Dockerfile is not read yet.</summary>
    private protected AppDefinition Definition(string folder)
    {
        CheckRoute();
        var name = Name ?? FolderApp.NameOf(folder);
        return new AppDefinition
        {
            Name = name,
            Services =
            [
                new AppService
                {
                    Name = name,
                    Cpu = TaskSizeText.ParseCpu(Cpu),
                    Memory = TaskSizeText.ParseMemory(Memory),
                    Architecture = Architecture,
                    DesiredCount = DesiredCount,
                    Scaling = Scaling(),
                    HealthCheckGracePeriod = HealthCheckGracePeriod,
                    Strategy = Strategy,
                    SpotWeight = SpotWeight,
                    Before = Before,
                    Route = new AppRoute
                    {
                        Conditions = new RouteConditionRequest { Paths = RoutePath, HostNames = HostName },
                        ContainerPort = Port,
                        Target = new TargetGroupRequest { Name = "", HealthCheck = new HealthCheckRequest { Path = HealthCheckPath } },
                    },
                    Container = new AppContainer
                    {
                        Name = name,
                        Ports = Port is { } port ? [TaskPort.Parse(FormattableString.Invariant($"{port}"))] : null,
                        Environment = TextDictionary.From(Environment, nameof(Environment)),
                        Secrets = TextDictionary.From(Secret, nameof(Secret)),
                        Build = new ImageBuildRequest
                        {
                            ContextPath = folder,
                            DockerfilePath = Dockerfile,
                            BuildArguments = TextDictionary.From(BuildArg, nameof(BuildArg)) ?? new Dictionary<string, string>(),
                            Target = Target,
                        },
                    },
                },
            ],
        };
    }

    private AppScaling? Scaling() => MinimumCount is null && MaximumCount is null && CpuTarget is null ? null : new AppScaling
    {
        MinimumCount = MinimumCount,
        MaximumCount = MaximumCount,
        CpuTarget = CpuTarget ?? DefaultCpuTarget,
    };

    private void CheckRoute()
    {
        string[] parameters = [nameof(LoadBalancer), nameof(RoutePath), nameof(HostName), nameof(Certificate), nameof(Internal), nameof(LoadBalancerSubnet),
            nameof(HealthCheckPath)];
        if (NoLoadBalancer && parameters.FirstOrDefault(IsBound) is { } parameter)
        {
            throw new EcsToolsException(
                ErrorCodes.LoadBalancerNotWanted,
                $"-{parameter} applies to a load balancer, and -NoLoadBalancer was given.",
                $"Leave out -NoLoadBalancer, or leave out -{parameter}.",
                parameter);
        }
    }
}
