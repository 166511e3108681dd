using System;
using EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>
/// One revision of a service and the progress of its tasks: what DescribeServices lists under <c>deployments</c>. A
/// <see cref="ServiceDeployment"/> is the change from one of them to another.
/// </summary>
internal sealed class Deployment
{
    /// <summary>AWS waits up to 27 minutes between failing starts. Here a corrected image should show sooner.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private int _failedRounds;

    /// <summary>Digits, the same in the ids of the deployment (<c>ecs-svc/…</c>) and its revision.</summary>
    public required string Number { get; init; }

    public required ServiceRevision Revision { get; init; }

    /// <summary>The task definition, which may be deregistered and deleted while its tasks run.</summary>
    public required TaskDefinition Definition { get; init; }

    public required double CreatedAt { get; init; }

    public double UpdatedAt { get; set; }

    public string Status { get; set; } = DeploymentStatus.Primary;

    public string State { get; set; } = RolloutState.InProgress;

    public string StateReason { get; set; } = "";

    /// <summary>Whether it was COMPLETED once, so that a rollback may go back to it.</summary>
    public bool HasCompleted { get; set; }

    /// <summary>Tasks that have failed: since the last one became healthy, or all if the circuit breaker counts all.</summary>
    public int FailedTasks { get; set; }

    /// <summary>No task is started before this time: a deployment whose tasks fail is slowed down.</summary>
    public DateTimeOffset NextStart { get; private set; } = DateTimeOffset.MinValue;

    public string Id => "ecs-svc/" + Number;

    /// <summary>How often in a row its tasks failed. Tasks that fail together count once.</summary>
    public int FailedRounds => _failedRounds;

    public void NoteFailure(DateTimeOffset now)
    {
        FailedTasks++;
        if (now >= NextStart)
        {
            _failedRounds++;
            var pause = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(_failedRounds - 1, 16)));
            NextStart = now + (pause < LongestPause ? pause : LongestPause);
        }
    }

    /// <param name="resets">Whether the failures before it are forgotten.</param>
    public void NoteSuccess(bool resets)
    {
        FailedTasks = resets ? 0 : FailedTasks;
        Resume();
    }

    /// <summary>Ends the slow-down.</summary>
    public void Resume()
    {
        _failedRounds = 0;
        NextStart = DateTimeOffset.MinValue;
    }
}
