using Amazon.EventBridge.Model;
using Amazon.Runtime;
using Amazon.Scheduler.Model;

namespace EcsTools.Aws.Changes;

/// <summary>Changes in EventBridge Scheduler, and in rules of EventBridge. A rule is written in one call, whether it exists or not.</summary>
internal static class ScheduleChanges
{
    public static AwsChange? Of(AmazonWebServiceRequest request, UndoLines undo) => request switch
    {
        CreateScheduleRequest made => new(
            $"schedule {made.Name}",
            AwsChange.Created,
            undo.Command($"Remove-EcsScheduledTask {made.Name}" + (made.GroupName is null or "default" ? "" : $" -Group {made.GroupName}"))),
        UpdateScheduleRequest changed => new($"schedule {changed.Name}", "updated"),
        DeleteScheduleRequest gone => new($"schedule {gone.Name}", AwsChange.Deleted),
        CreateScheduleGroupRequest made => new(
            $"schedule group {made.Name}", AwsChange.Created, undo.Cli($"scheduler delete-schedule-group --name {made.Name}")),
        DeleteScheduleGroupRequest gone => new($"schedule group {gone.Name}", AwsChange.Deleted),
        PutRuleRequest put => new($"rule {put.Name}", "written"),
        PutTargetsRequest put => new($"target of rule {put.Rule}", "written"),
        RemoveTargetsRequest gone => new($"target of rule {gone.Rule}", AwsChange.Deleted),
        DeleteRuleRequest gone => new($"rule {gone.Name}", AwsChange.Deleted),
        _ => null,
    };
}
