using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Metrics;

/// <summary>The operations on alarms. Used under the lock of the service.</summary>
internal sealed class MetricAlarms
{
    private const int PageSize = 50;

    private static readonly string[] Operators =
        ["GreaterThanThreshold", "GreaterThanOrEqualToThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold"];

    private readonly SandboxCloud _cloud;
    private readonly SortedDictionary<string, MetricAlarm> _alarms = new(StringComparer.Ordinal);

    public MetricAlarms(SandboxCloud cloud)
    {
        _cloud = cloud;
    }

    public IEnumerable<MetricAlarm> All => _alarms.Values;

    private double Now => _cloud.ScaledClock.UtcNow.ToUnixTimeMilliseconds() / 1000d;

    public MetricAlarm? Find(string name) => _alarms.TryGetValue(name, out var alarm) ? alarm : null;

    public JsonObject Put(JsonObject input)
    {
        foreach (var member in new[] { "MetricName", "Namespace", "Statistic", "Period", "EvaluationPeriods", "Threshold", "ComparisonOperator" })
        {
            if (input[member] is null)
            {
                throw MetricQuery.Invalid($"The parameter {member} is required. The sandbox has alarms of single metrics only.");
            }
        }

        MetricQuery.Period(input);
        if (!Operators.Contains(input.Text("ComparisonOperator")))
        {
            throw MetricQuery.Invalid($"The sandbox does not have the comparison {input.Text("ComparisonOperator")}.");
        }

        if (input.Integer("DatapointsToAlarm") > input.Integer("EvaluationPeriods"))
        {
            throw MetricQuery.Invalid("Metrics cannot be checked across more datapoints than evaluation periods: DatapointsToAlarm is too large.");
        }

        var name = input.Text("AlarmName")!;
        var alarm = new MetricAlarm(input.Copy(), _cloud.Arn("cloudwatch", "alarm:" + name));
        if (Find(name) is { } known)
        {
            alarm.Set(known.State, known.Reason, known.ChangedAt);
        }

        _alarms[name] = alarm;
        return [];
    }

    public JsonObject Describe(JsonObject input)
    {
        var (names, prefix, state) = (input.Texts("AlarmNames"), input.Text("AlarmNamePrefix"), input.Text("StateValue"));
        var found = All
            .Where(alarm => names.Count == 0 || names.Contains(alarm.Name))
            .Where(alarm => prefix is null || alarm.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Where(alarm => state is null || alarm.State == state)
            .ToList();
        var (page, next) = Paging.Page(
            found,
            alarm => alarm.Name,
            input.Text("NextToken"),
            (int)(input.Integer("MaxRecords") ?? PageSize),
            () => new AwsError("InvalidNextToken", "The token is not valid."));
        var answer = new JsonObject { ["MetricAlarms"] = page.Select(Write).ToJson(), ["CompositeAlarms"] = new JsonArray() };
        if (next is not null)
        {
            answer["NextToken"] = next;
        }

        return answer;
    }

    /// <summary>Names without an alarm are passed over, as AWS does.</summary>
    public JsonObject Delete(JsonObject input)
    {
        foreach (var name in input.Texts("AlarmNames"))
        {
            _alarms.Remove(name);
        }

        return [];
    }

    /// <summary>Sets a state until the next evaluation.</summary>
    public JsonObject SetState(JsonObject input)
    {
        var name = input.Text("AlarmName")!;
        var alarm = Find(name) ?? throw new AwsError("ResourceNotFound", $"There is no alarm {name}.", 404);
        alarm.Set(input.Text("StateValue")!, input.Text("StateReason")!, Now);
        return [];
    }

    private static JsonObject Write(MetricAlarm alarm)
    {
        var members = alarm.Wire.Copy();
        members.Remove("Tags");
        members["AlarmArn"] = alarm.Arn;
        members["StateValue"] = alarm.State;
        members["StateReason"] = alarm.Reason;
        members["StateUpdatedTimestamp"] = alarm.ChangedAt;
        members["ActionsEnabled"] ??= true;
        return members;
    }
}
