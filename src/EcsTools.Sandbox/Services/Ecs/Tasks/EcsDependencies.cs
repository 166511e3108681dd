using System.Collections.Generic;
using System.Linq;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Engine;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>What a task needs from the other services of the sandbox: IAM, EC2, CloudWatch Logs, ECR and Secrets Manager.</summary>
internal sealed class EcsDependencies
{
    private static readonly string[] ExecActions = ["CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel"];

    private readonly SandboxCloud _cloud;
    private readonly TaskSecrets _secrets;

    public EcsDependencies(SandboxCloud cloud)
    {
        _cloud = cloud;
        Roles = new TaskRoles(cloud);
        Network = new TaskNetworking(cloud);
        Logs = new ContainerLogs(cloud, Roles);
        _secrets = new TaskSecrets(cloud, Roles);
        Images = new ContainerImages(cloud, Roles, _secrets);
    }

    public TaskRoles Roles { get; }

    public TaskNetworking Network { get; }

    public ContainerLogs Logs { get; }

    public ContainerImages Images { get; }

    /// <summary>The environment of a container: its own variables and those that Fargate sets.</summary>
    /// <exception cref="TaskStartException">A secret of the container cannot be read.</exception>
    public IReadOnlyList<KeyValuePair<string, string>> Environment(TaskPlan task, ContainerPlan container)
    {
        var secrets = container.Secrets.Select(secret => new KeyValuePair<string, string>(secret.Key, _secrets.Value(task, secret.Value))).ToList();
        KeyValuePair<string, string>[] ofFargate =
        [
            new("AWS_EXECUTION_ENV", "AWS_ECS_FARGATE"),
            new("AWS_REGION", _cloud.Region),
            new("AWS_DEFAULT_REGION", _cloud.Region),
        ];
        return ofFargate
            .Where(variable => container.Environment.All(given => given.Key != variable.Key))
            .Concat(container.Environment)
            .Concat(secrets)
            .ToList();
    }

    /// <summary>Whether the agent of ECS Exec starts: the task role must let it open its channels.</summary>
    public bool MayExec(TaskPlan task)
        => task.TaskRoleArn is { } role && ExecActions.All(action => Roles.Denial(role, task.Id, "ssmmessages:" + action, "*") is null);
}
