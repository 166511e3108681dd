using System;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Engine;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Ecs.Shared;
using EcsTools.Sandbox.Services.Ecs.TaskDefinitions;
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
    /// <returns>Writes lines to the stream.</returns>
    /// <exception cref="TaskStartException">The group does not exist, the execution role may not write to it, or the pattern cannot be read.</exception>
    public ContainerLog Open(LogPlan log, TaskPlan task)
    {
        var start = log.EventStart is null ? null : Parse(log.EventStart);
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

        return new ContainerLog(start, () => _cloud.Clock.UtcNow.ToUnixTimeMilliseconds(), (time, message) => Write(log, time, message));
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

    private static Regex Parse(string pattern)
    {
        try
        {
            return LogPatterns.Parse(pattern);
        }
        catch (FormatException wrong)
        {
            throw TaskStartException.CannotInitialize(
                $"failed to validate logger args: awslogs could not parse multiline pattern key \"{pattern}\": "
                + $"error parsing regexp: {wrong.Message} : exit status 1");
        }
    }

    private void Write(LogPlan log, long time, string message)
    {
        try
        {
            Logs.Append(log.Group, log.Stream, time, message);
        }
        catch (AwsError)
        {
            // The group was deleted while the container runs. On AWS too its lines are lost and it keeps running.
        }
    }
}
