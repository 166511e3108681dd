using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using Xunit;

namespace EcsTools.Tests.Packages.Moto;

[Collection(MotoCollection.Name)]
public class MotoEventsTests(MotoServer moto)
{
    private const string Rule = "contract";
    private const string Cluster = "arn:aws:ecs:us-west-2:123456789012:cluster/demo";

    [SkippableFact]
    public async Task Every_operation_is_understood_both_ways()
    {
        using var events = moto.Client<IAmazonEventBridge>("AWSSDK.EventBridge");
        var arn = (await events.PutRuleAsync(new PutRuleRequest
        {
            Name = Rule,
            ScheduleExpression = "rate(15 minutes)",
            State = RuleState.ENABLED,
            Tags = [new Tag { Key = "app", Value = "demo" }],
        })).RuleArn;
        Assert.Equal("rate(15 minutes)", (await events.DescribeRuleAsync(new DescribeRuleRequest { Name = Rule })).ScheduleExpression);
        await events.DisableRuleAsync(new DisableRuleRequest { Name = Rule });
        Assert.Equal(RuleState.DISABLED, (await events.ListRulesAsync(new ListRulesRequest { NamePrefix = Rule })).Rules.Single().State);
        await events.EnableRuleAsync(new EnableRuleRequest { Name = Rule });

        await Targets(events);
        await events.TagResourceAsync(new TagResourceRequest { ResourceARN = arn, Tags = [new Tag { Key = "stage", Value = "test" }] });
        await events.UntagResourceAsync(new UntagResourceRequest { ResourceARN = arn, TagKeys = ["app"] });
        Assert.Equal("stage", (await events.ListTagsForResourceAsync(new ListTagsForResourceRequest { ResourceARN = arn })).Tags.Single().Key);
        await events.DeleteRuleAsync(new DeleteRuleRequest { Name = Rule });
        await Assert.ThrowsAsync<ResourceNotFoundException>(() => events.DescribeRuleAsync(new DescribeRuleRequest { Name = Rule }));
        moto.AssertAllCalled("AWSSDK.EventBridge", new Dictionary<string, string>());
    }

    private static async Task Targets(IAmazonEventBridge events)
    {
        var put = await events.PutTargetsAsync(new PutTargetsRequest
        {
            Rule = Rule,
            Targets =
            [
                new Target
                {
                    Id = "task",
                    Arn = Cluster,
                    RoleArn = "arn:aws:iam::123456789012:role/events",
                    EcsParameters = new EcsParameters { TaskDefinitionArn = "arn:aws:ecs:us-west-2:123456789012:task-definition/web", TaskCount = 2, LaunchType = LaunchType.FARGATE },
                },
            ],
        });
        Assert.Equal(0, put.FailedEntryCount);
        var target = (await events.ListTargetsByRuleAsync(new ListTargetsByRuleRequest { Rule = Rule })).Targets.Single();
        Assert.Equal((2, LaunchType.FARGATE), (target.EcsParameters.TaskCount!.Value, target.EcsParameters.LaunchType));
        Assert.Equal([Rule], (await events.ListRuleNamesByTargetAsync(new ListRuleNamesByTargetRequest { TargetArn = Cluster })).RuleNames);
        await events.RemoveTargetsAsync(new RemoveTargetsRequest { Rule = Rule, Ids = ["task"] });
    }
}
