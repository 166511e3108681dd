using System;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Engine;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Ecs.Shared;
using EcsTools.Sandbox.Services.Logs;

namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>The awslogs driver: sends the output of containers to CloudWatch Logs.</summary>
internal sealed class ContainerLogs
{
    private readonly SandboxCloud _cloud;
    private readonly TaskRoles _roles;

    public ContainerLogs(SandboxCloud cloud, TaskRoles roles)
    {
        _cloud = cloud;
        _roles = roles;
    }

    private LogsService Logs => _cloud.Service<LogsService>();

    /// <summary>Opens the log stream of a container.</summary>
    /// <returns>Writes a line to the stream.</returns>
    /// <exception cref="TaskStartException">The group does not exist, or the execution role may not write to it.</exception>
    public Action<string> Open(LogPlan log, TaskPlan task)
    {
        if (log.CreateGroup && !Logs.HasGroup(log.Group))
        {
            Require(task, "group", "CreateLogGroup", log.Group);
            Logs.EnsureGroup(log.Group);
        }

        Require(task, "stream", "CreateLogStream", $"{log.Group}:log-stream:{log.Stream}");
        try
        {
            Logs.EnsureStream(log.Group, log.Stream);
        }
        catch (AwsError refusal)
        {
            throw Refused("stream", "CreateLogStream", $"{refusal.Code}: {refusal.Message}");
        }

        return line => Write(log, line);
    }

    /// <summary>Fails if the execution role may not do this with a log group or stream.</summary>
    private void Require(TaskPlan task, string kind, string operation, string resource)
    {
        var arn = _cloud.Arn("logs", "log-group:" + resource);
        if (_roles.Denial(task.ExecutionRoleArn ?? "", task.Id, "logs:" + operation, arn) is { } denial)
        {
            throw Refused(kind, operation, "AccessDeniedException: " + denial);
        }
    }

    private static TaskStartException Refused(string kind, string operation, string refusal) => TaskStartException.CannotInitialize(
        $"failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log {kind}: operation error "
        + $"CloudWatch Logs: {operation}, https response error StatusCode: 400, RequestID: {Guid.NewGuid()}, {refusal} : exit status 1");

    private void Write(LogPlan log, string line)
    {
        try
        {
            Logs.Append(log.Group, log.Stream, _cloud.Clock.UtcNow.ToUnixTimeMilliseconds(), line);
        }
        catch (AwsError)
        {
            // The group was deleted while the container runs. On AWS too its lines are lost and it keeps running.
        }
    }
}
