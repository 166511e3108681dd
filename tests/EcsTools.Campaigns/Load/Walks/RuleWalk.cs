using System.Threading.Tasks;
using Amazon.EventBridge.Model;

namespace EcsTools.Campaigns.Load.Walks;

internal sealed class RuleWalk : IWalk
{
    public async Task<string?> GoAsync(LoadTarget target, string name)
    {
        await target.SendAsync(target.Events.PutRuleAsync(new PutRuleRequest { Name = name, ScheduleExpression = "rate(5 days)" }));
        var read = await target.SendAsync(target.Events.DescribeRuleAsync(new DescribeRuleRequest { Name = name }));
        await target.SendAsync(target.Events.DeleteRuleAsync(new DeleteRuleRequest { Name = name }));
        return read.ScheduleExpression == "rate(5 days)" ? null : $"rule {name} has the expression {read.ScheduleExpression}";
    }
}
