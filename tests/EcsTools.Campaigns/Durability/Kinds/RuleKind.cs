using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.EventBridge.Model;

namespace EcsTools.Campaigns.Durability.Kinds;

internal sealed class RuleKind : DurableKind
{
    public override string Name => "rule";

    public override Task AddAsync(SandboxTarget target, string name, CancellationToken cancellationToken)
        => target.Connection.EventBridge.PutRuleAsync(new PutRuleRequest { Name = name, ScheduleExpression = "rate(5 days)" }, cancellationToken);

    public override Task DeleteAsync(SandboxTarget target, string name, CancellationToken cancellationToken)
        => target.Connection.EventBridge.DeleteRuleAsync(new DeleteRuleRequest { Name = name }, cancellationToken);

    public override async Task<ISet<string>> FindAsync(SandboxTarget target, IReadOnlyCollection<string> names)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var answer = await target.Connection.EventBridge.ListRulesAsync(new ListRulesRequest { NamePrefix = name });
            found.UnionWith((answer.Rules ?? []).Select(rule => rule.Name));
        }

        return found;
    }
}
