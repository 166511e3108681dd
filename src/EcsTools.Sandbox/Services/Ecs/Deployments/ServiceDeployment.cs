using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Deployments;

/// <summary>How a service deployment ended or stands.</summary>
internal static class ServiceDeploymentStatus
{
    public const string Pending = "PENDING";
    public const string InProgress = "IN_PROGRESS";
    public const string Successful = "SUCCESSFUL";
    public const string Stopped = "STOPPED";
    public const string StopRequested = "STOP_REQUESTED";
    public const string RollbackRequested = "ROLLBACK_REQUESTED";
    public const string RollbackInProgress = "ROLLBACK_IN_PROGRESS";
    public const string RollbackSuccessful = "ROLLBACK_SUCCESSFUL";
    public const string RollbackFailed = "ROLLBACK_FAILED";
}

/// <summary>One change of a service from some revisions to another, from its beginning to its end.</summary>
internal sealed class ServiceDeployment
{
    /// <summary>The members of a service deployment on the wire, but the counts of its revisions while it goes on.</summary>
    public required JsonObject Wire { get; init; }

    /// <summary>Number of the deployment that it brings.</summary>
    public required string Target { get; init; }

    /// <summary>Numbers of the deployments that had tasks when it began.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>Percent of the production traffic that it has.</summary>
    public double Percent { get; set; }

    /// <summary>Percent of the test traffic that it has.</summary>
    public double TestPercent { get; set; }

    /// <summary>Sandbox time until which its stage waits, or null where it waits for no time.</summary>
    public DateTimeOffset? WaitUntil { get; set; }

    /// <summary>The deployment configuration it began with.</summary>
    public JsonObject Configuration => Wire.Object("deploymentConfiguration")!;

    /// <summary>Whether it shifts traffic: blue/green, linear or canary.</summary>
    public bool IsShifting => Configuration.Text("strategy") != "ROLLING";

    /// <summary>The lifecycle stage of one that shifts traffic.</summary>
    public string? Stage
    {
        get => Wire.Text("lifecycleStage");
        set => Wire["lifecycleStage"] = value;
    }

    public string Arn => Wire.Text("serviceDeploymentArn")!;

    public string Status
    {
        get => Wire.Text("status")!;
        set => Wire["status"] = value;
    }

    public bool IsFinished => Status is ServiceDeploymentStatus.Successful or ServiceDeploymentStatus.Stopped
        or ServiceDeploymentStatus.RollbackSuccessful or ServiceDeploymentStatus.RollbackFailed;

    public bool IsRollingBack => Status is ServiceDeploymentStatus.RollbackInProgress or ServiceDeploymentStatus.RollbackRequested;

    /// <summary>The revision it goes back to, once it does.</summary>
    public string? RollbackRevisionArn => Wire.Object("rollback")?.Text("serviceRevisionArn");

    /// <summary>As described: with the counts of now, or of its end.</summary>
    public JsonObject Describe(ServiceRecord service)
    {
        var answer = Wire.Copy();
        if (!IsFinished)
        {
            NoteCounts(service, answer);
        }

        return answer;
    }

    /// <summary>The short form of a list.</summary>
    public JsonObject Brief()
    {
        var answer = new JsonObject { ["targetServiceRevisionArn"] = Wire.Object("targetServiceRevision")!.Text("arn") };
        foreach (var member in new[]
            {
                "serviceDeploymentArn", "serviceArn", "clusterArn", "startedAt", "createdAt", "finishedAt", "status", "statusReason",
            })
        {
            answer[member] = Wire[member]?.DeepClone();
        }

        return answer;
    }

    /// <summary>Writes how many tasks each revision has now.</summary>
    public void NoteCounts(ServiceRecord service, JsonObject wire)
    {
        var sources = Sources.Select(number => service.Deployments.Find(deployment => deployment.Number == number)).OfType<Deployment>();
        wire["sourceServiceRevisions"] = sources
            .Select(source => Weighted(Summary(service, source, requested: null), 100 - Percent, 100 - TestPercent))
            .ToJson();
        if (service.Deployments.Find(deployment => deployment.Number == Target) is { } target)
        {
            var summary = Summary(service, target, IsRollingBack ? null : service.Desired);
            wire["targetServiceRevision"] = Weighted(summary, Percent, TestPercent);
            var breaker = wire.Object("deploymentCircuitBreaker")!;
            breaker["failureCount"] = target.FailedTasks;
            breaker["threshold"] = CircuitBreaker.Threshold(service.Desired);
        }
    }

    private JsonObject Weighted(JsonObject summary, double production, double test)
    {
        if (IsShifting)
        {
            summary["requestedProductionTrafficWeight"] = production;
            summary["requestedTestTrafficWeight"] = test;
        }

        return summary;
    }

    public static JsonObject Summary(ServiceRecord service, Deployment deployment, int? requested)
    {
        var running = service.TasksOf(deployment).Count(task => task.IsRunning);
        var pending = service.TasksOf(deployment).Count(task => task.IsPending);
        return new JsonObject
        {
            ["arn"] = deployment.RevisionArn,
            ["requestedTaskCount"] = requested ?? running + pending,
            ["runningTaskCount"] = running,
            ["pendingTaskCount"] = pending,
        };
    }
}
