using System;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Iam;
using EcsTools.Sandbox.Services.Scheduling;

namespace EcsTools.Sandbox.Services.Scheduler;

/// <summary>Checks of EventBridge Scheduler that its model does not describe.</summary>
internal sealed class ScheduleRules
{
    private const string SchedulerPrincipal = "scheduler.amazonaws.com";

    private const string RoleNotAssumable = "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.";

    private readonly SandboxCloud _cloud;

    public ScheduleRules(SandboxCloud cloud)
    {
        _cloud = cloud;
    }

    public static AwsError Invalid(string message) => new("ValidationException", message);

    /// <summary>The time zone with an IANA name.</summary>
    public static TimeZoneInfo Zone(string? name)
        => TimeZones.Find(name) ?? throw Invalid($"The ScheduleExpressionTimezone {name} is not a valid IANA time zone.");

    /// <summary>The expression, checked together with the rest of the schedule.</summary>
    public ScheduleExpression Check(JsonObject schedule, SandboxPrincipal caller)
    {
        var text = schedule.Text("ScheduleExpression")!;
        var expression = ScheduleExpression.TryParse(text, ScheduleDialect.Scheduler) ?? throw Invalid($"Invalid Schedule Expression {text}.");
        _ = Zone(schedule.Text("ScheduleExpressionTimezone"));
        CheckWindow(schedule.Object("FlexibleTimeWindow")!);
        CheckDates(schedule, expression);
        CheckTarget(schedule.Object("Target")!, caller);
        return expression;
    }

    private static void CheckWindow(JsonObject window)
    {
        var minutes = window.Integer("MaximumWindowInMinutes");
        if (window.Text("Mode") == "FLEXIBLE" && minutes is null)
        {
            throw Invalid("MaximumWindowInMinutes must be provided when FlexibleTimeWindowMode is set to FLEXIBLE.");
        }

        if (window.Text("Mode") == "OFF" && minutes is not null)
        {
            throw Invalid("MaximumWindowInMinutes must not be provided when FlexibleTimeWindowMode is set to OFF.");
        }
    }

    private void CheckDates(JsonObject schedule, ScheduleExpression expression)
    {
        var start = schedule.Number("StartDate");
        var end = schedule.Number("EndDate");
        if (expression.IsOnce)
        {
            // Both are ignored for a one-time schedule.
            return;
        }

        if (start < _cloud.Clock.EpochSeconds - 300)
        {
            throw Invalid("The StartDate you specify cannot be earlier than 5 minutes ago.");
        }

        if (end < _cloud.Clock.EpochSeconds)
        {
            throw Invalid("The EndDate you specify cannot be in the past.");
        }

        if (start >= end)
        {
            throw Invalid("The StartDate you specify must come before the EndDate.");
        }
    }

    private void CheckTarget(JsonObject target, SandboxPrincipal caller)
    {
        ScheduleTargets.Check(target, _cloud.Region);
        if (target.Object("EcsParameters") is { } task)
        {
            CheckTask(task);
        }

        var role = target.Text("RoleArn")!;
        var iam = _cloud.Service<IamService>();
        iam.RequirePassRole(caller, role, SchedulerPrincipal);
        if (!iam.Trusts(role, SchedulerPrincipal))
        {
            throw Invalid(RoleNotAssumable);
        }
    }

    private static void CheckTask(JsonObject parameters)
    {
        var definition = parameters.Text("TaskDefinitionArn")!;
        if (!definition.StartsWith("arn:", StringComparison.Ordinal) || !definition.Contains(":task-definition/"))
        {
            throw Invalid($"Invalid TaskDefinitionArn: {definition}");
        }

        if (parameters.Text("LaunchType") == "EC2" && parameters["PlatformVersion"] is not null)
        {
            throw Invalid("Parameter PlatformVersion for the target is not supported when launch type is EC2.");
        }

        if (parameters.Text("LaunchType") is not null && parameters.Objects("CapacityProviderStrategy").Count > 0)
        {
            throw Invalid("LaunchType and CapacityProviderStrategy cannot be specified together.");
        }

        var isFargate = parameters.Text("LaunchType") == "FARGATE"
            || parameters.Objects("CapacityProviderStrategy").Any(item => item.Text("capacityProvider") is "FARGATE" or "FARGATE_SPOT");
        if (isFargate && parameters.Object("NetworkConfiguration")?.Object("awsvpcConfiguration") is null)
        {
            throw Invalid("Parameter NetworkConfiguration must be specified for the target when launch type is FARGATE.");
        }

        var network = parameters.Object("NetworkConfiguration")?.Object("awsvpcConfiguration");
        if (network?.Texts("Subnets").Count is 0 or > 16 || network?.Texts("SecurityGroups").Count > 5)
        {
            throw Invalid("awsvpcConfiguration takes 1 to 16 Subnets and at most 5 SecurityGroups.");
        }
    }
}
