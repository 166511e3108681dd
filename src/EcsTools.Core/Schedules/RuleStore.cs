using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using EcsTools.Aws;
using EcsTools.Schedules.Expressions;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Schedules;

/// <summary>Stores schedules as rules of EventBridge's default event bus. This is the older service and only supports UTC.</summary>
internal sealed class RuleStore(AwsConnection connection) : IScheduleStore
{
    // EventBridge limit of one ListRules.
    private const int Page = 100;

    // Number of ListTargetsByRule calls at the same time.
    private const int Ahead = 8;

    // The only target of a rule that EcsTools creates.
    private const string TargetId = "ecstools";

    public string Kind => "The rules of EventBridge";

    public async Task<ScheduleSpec?> FindAsync(string name, string group, CancellationToken cancellationToken)
    {
        try
        {
            var rule = await connection.EventBridge.DescribeRuleAsync(new DescribeRuleRequest { Name = name }, cancellationToken)
                .ConfigureAwait(false);
            if (string.IsNullOrEmpty(rule.ScheduleExpression))
            {
                throw ScheduleProblems.NameTaken(name, "rule");
            }

            // A rule without a target does nothing yet: the run that created it stopped half-way.
            return await ToSpecAsync(rule.Name, rule.Arn, rule.ScheduleExpression, rule.State, rule.Description, cancellationToken)
                .ConfigureAwait(false)
                ?? ((await TargetsAsync(
                    name, cancellationToken).ConfigureAwait(false)).Count == 0 ? null : throw ScheduleProblems.NameTaken(name, "rule"));
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
    }

    public async IAsyncEnumerable<ScheduleSpec> ListAsync(
        NamePattern name, string? group, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var schedules = RulesAsync(name, cancellationToken).SelectOrderedAsync(
            Ahead,
            rule => ToSpecAsync(rule.Name, rule.Arn, rule.ScheduleExpression, rule.State, rule.Description, cancellationToken),
            cancellationToken);
        await foreach (var schedule in schedules.ConfigureAwait(false))
        {
            if (schedule is not null)
            {
                yield return schedule;
            }
        }
    }

    public async Task<string> PutAsync(ScheduleSpec schedule, bool exists, CancellationToken cancellationToken)
    {
        var rule = await connection.EventBridge.PutRuleAsync(ToRule(schedule), cancellationToken).ConfigureAwait(false);
        var put = await connection.EventBridge.PutTargetsAsync(
            new PutTargetsRequest { Rule = schedule.Name, Targets = [ToTarget(schedule)] }, cancellationToken).ConfigureAwait(false);
        if (put.FailedEntries is [var failed, ..])
        {
            // The answer is HTTP 200 even if it reports failures.
            throw new EcsToolsException(
                ErrorCodes.ScheduleTargetRefused, $"EventBridge refused the target of rule '{schedule.Name}': "
                    + $"{failed.ErrorCode}, {failed.ErrorMessage}", "Correct what the message names, then run the command again.", "Name", schedule.Name);
        }

        return rule.RuleArn;
    }

    // Its targets stay as they are.
    public Task DisableAsync(ScheduleSpec schedule, CancellationToken cancellationToken)
        => connection.EventBridge.PutRuleAsync(ToRule(schedule with { Enabled = false }), cancellationToken);

    public async Task DeleteAsync(ScheduleSpec schedule, CancellationToken cancellationToken)
    {
        var targets = await TargetsAsync(schedule.Name, cancellationToken).ConfigureAwait(false);
        if (targets.Count > 0)
        {
            await connection.EventBridge.RemoveTargetsAsync(
                new RemoveTargetsRequest { Rule = schedule.Name, Ids = targets.Select(target => target.Id).ToList() }, cancellationToken)
                    .ConfigureAwait(false);
        }

        await connection.EventBridge.DeleteRuleAsync(new DeleteRuleRequest { Name = schedule.Name }, cancellationToken)
            .ConfigureAwait(false);
    }

    private async IAsyncEnumerable<Rule> RulesAsync(NamePattern name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prefix = name.Prefix();
        var request = new ListRulesRequest { NamePrefix = prefix.Length > 0 ? prefix : null, Limit = Page };
        do
        {
            var page = await connection.EventBridge.ListRulesAsync(request, cancellationToken).ConfigureAwait(false);
            foreach (var rule in (page.Rules ?? []).Where(rule => name.Matches(rule.Name)
                && !string.IsNullOrEmpty(rule.ScheduleExpression)))
            {
                yield return rule;
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
    }

    private async Task<List<Target>> TargetsAsync(string rule, CancellationToken cancellationToken)
    {
        var answer = await connection.EventBridge.ListTargetsByRuleAsync(new ListTargetsByRuleRequest { Rule = rule }, cancellationToken)
            .ConfigureAwait(false);
        return answer.Targets ?? [];
    }

    // The call removes what it does not name, so always send everything.
    private static PutRuleRequest ToRule(ScheduleSpec schedule) => new()
    {
        Name = schedule.Name,
        ScheduleExpression = schedule.Expression,
        State = schedule.Enabled ? RuleState.ENABLED : RuleState.DISABLED,
        Description = schedule.Description,
    };

    private static Target ToTarget(ScheduleSpec schedule) => new()
    {
        Id = TargetId,
        Arn = schedule.ClusterArn,
        RoleArn = schedule.RoleArn,
        Input = schedule.Input,
        DeadLetterConfig = schedule.DeadLetterArn is null ? null : new DeadLetterConfig { Arn = schedule.DeadLetterArn },
        RetryPolicy = schedule.RetryAttempts is null && schedule.MaximumEventAgeSeconds is null
            ? null
            : new RetryPolicy { MaximumRetryAttempts = schedule.RetryAttempts, MaximumEventAgeInSeconds = schedule.MaximumEventAgeSeconds },
        EcsParameters = new EcsParameters
        {
            TaskDefinitionArn = schedule.TaskDefinitionArn,
            TaskCount = schedule.Count,
            LaunchType = LaunchType.FARGATE,
            NetworkConfiguration = new NetworkConfiguration
            {
                AwsvpcConfiguration = new AwsVpcConfiguration
                {
                    Subnets = schedule.Subnets.ToList(),
                    SecurityGroups = schedule.SecurityGroups.ToList(),
                    AssignPublicIp = schedule.AssignPublicIp ? AssignPublicIp.ENABLED : AssignPublicIp.DISABLED,
                },
            },
        },
    };

    private async Task<ScheduleSpec?> ToSpecAsync(
        string name, string arn, string expression, RuleState? state, string? description, CancellationToken cancellationToken)
    {
        var target = (await TargetsAsync(name, cancellationToken).ConfigureAwait(false))
            .Find(candidate => candidate.EcsParameters is not null && SchedulerStore.IsCluster(candidate.Arn));
        if (target is null)
        {
            return null;
        }

        var network = target.EcsParameters.NetworkConfiguration?.AwsvpcConfiguration;
        return new ScheduleSpec
        {
            Name = name,
            Backend = ScheduleBackend.Rule,
            Arn = arn,
            Expression = expression,
            Enabled = state != RuleState.DISABLED,
            Description = description,
            RetryAttempts = target.RetryPolicy?.MaximumRetryAttempts,
            MaximumEventAgeSeconds = target.RetryPolicy?.MaximumEventAgeInSeconds,
            DeadLetterArn = target.DeadLetterConfig?.Arn,
            ClusterArn = target.Arn,
            TaskDefinitionArn = target.EcsParameters.TaskDefinitionArn,
            Count = target.EcsParameters.TaskCount ?? 1,
            Subnets = network?.Subnets ?? [],
            SecurityGroups = network?.SecurityGroups ?? [],
            AssignPublicIp = network?.AssignPublicIp == AssignPublicIp.ENABLED,
            RoleArn = target.RoleArn,
            Input = target.Input,
        };
    }
}
