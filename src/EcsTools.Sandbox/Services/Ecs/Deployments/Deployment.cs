using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Deployments;

/// <summary>Where a deployment stands among those of its service.</summary>
internal static class DeploymentStatus
{
    public const string Primary = "PRIMARY";
    public const string Active = "ACTIVE";
    public const string Inactive = "INACTIVE";
}

/// <summary>How far a deployment has come.</summary>
internal static class RolloutState
{
    public const string InProgress = "IN_PROGRESS";
    public const string Completed = "COMPLETED";
    public const string Failed = "FAILED";
}

/// <summary>One revision of a service and the state of its tasks: what DescribeServices lists under <c>deployments</c>.</summary>
internal sealed class Deployment
{
    /// <summary>AWS spaces failing starts up to 27 minutes apart; here a mended image is to be seen sooner.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private int _failedRounds;

    /// <summary>Digits, the same in the ids of the deployment (<c>ecs-svc/…</c>) and its revision.</summary>
    public required string Number { get; init; }

    /// <summary>The service revision on the wire.</summary>
    public required JsonObject Revision { get; init; }

    /// <summary>The task definition as it was: it may be deregistered and deleted while its tasks run.</summary>
    public required JsonObject Definition { get; init; }

    public required double CreatedAt { get; init; }

    public double UpdatedAt { get; set; }

    public string Status { get; set; } = DeploymentStatus.Primary;

    public string State { get; set; } = RolloutState.InProgress;

    public string StateReason { get; set; } = "";

    /// <summary>Whether it was COMPLETED once: it can be rolled back to.</summary>
    public bool HasCompleted { get; set; }

    /// <summary>Tasks that failed one after the other, with none between them that became healthy.</summary>
    public int FailedTasks { get; set; }

    /// <summary>No task is started before; a deployment whose tasks fail is slowed down.</summary>
    public DateTimeOffset NextStart { get; private set; } = DateTimeOffset.MinValue;

    public string Id => "ecs-svc/" + Number;

    public string RevisionArn => Revision.Text("serviceRevisionArn")!;

    /// <summary>How often in a row its tasks failed, those that failed together counted once.</summary>
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

    public void NoteSuccess()
    {
        FailedTasks = 0;
        Resume();
    }

    /// <summary>Forgets that it was slowed down.</summary>
    public void Resume()
    {
        _failedRounds = 0;
        NextStart = DateTimeOffset.MinValue;
    }

    /// <summary>Digest of each container's image that was resolved for this deployment.</summary>
    public Dictionary<string, string> Digests()
    {
        var digests = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var image in Revision.Objects("containerImages"))
        {
            if (image.Text("imageDigest") is { } digest)
            {
                digests[image.Text("containerName")!] = digest;
            }
        }

        return digests;
    }
}
