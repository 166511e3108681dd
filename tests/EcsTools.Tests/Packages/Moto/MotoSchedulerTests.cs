using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Amazon.Scheduler;
using Amazon.Scheduler.Model;
using Xunit;

namespace EcsTools.Tests.Packages.Moto;

[Collection(MotoCollection.Name)]
public class MotoSchedulerTests(MotoServer moto)
{
    private const string Group = "contract";

    [SkippableFact]
    public async Task Every_operation_is_understood_both_ways()
    {
        using var scheduler = moto.Client<IAmazonScheduler>("AWSSDK.Scheduler");
        // SignatureTests holds what is signed for this service to botocore instead.
        await moto.CheckSignatures(false);
        try
        {
            await Everything(scheduler);
        }
        finally
        {
            await moto.CheckSignatures(true);
        }

        moto.AssertAllCalled("AWSSDK.Scheduler", new Dictionary<string, string>());
    }

    private static async Task Everything(IAmazonScheduler scheduler)
    {
        var arn = (await scheduler.CreateScheduleGroupAsync(new CreateScheduleGroupRequest
        {
            Name = Group,
            Tags = [new Tag { Key = "app", Value = "demo" }],
        })).ScheduleGroupArn;
        Assert.Equal(ScheduleGroupState.ACTIVE, (await scheduler.GetScheduleGroupAsync(new GetScheduleGroupRequest { Name = Group })).State);
        Assert.Contains(Group, (await scheduler.ListScheduleGroupsAsync(new ListScheduleGroupsRequest())).ScheduleGroups.Select(g => g.Name));
        await scheduler.TagResourceAsync(new TagResourceRequest { ResourceArn = arn, Tags = [new Tag { Key = "stage", Value = "test" }] });
        await scheduler.UntagResourceAsync(new UntagResourceRequest { ResourceArn = arn, TagKeys = ["app"] });
        Assert.Equal("stage", (await scheduler.ListTagsForResourceAsync(new ListTagsForResourceRequest { ResourceArn = arn })).Tags.Single().Key);

        await Schedules(scheduler);
        await scheduler.DeleteScheduleGroupAsync(new DeleteScheduleGroupRequest { Name = Group });
    }

    private static async Task Schedules(IAmazonScheduler scheduler)
    {
        var start = new DateTime(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        var target = new Target
        {
            Arn = "arn:aws:ecs:us-west-2:123456789012:cluster/demo",
            RoleArn = "arn:aws:iam::123456789012:role/scheduler",
            RetryPolicy = new RetryPolicy { MaximumRetryAttempts = 3, MaximumEventAgeInSeconds = 60 },
            EcsParameters = new EcsParameters
            {
                TaskDefinitionArn = "arn:aws:ecs:us-west-2:123456789012:task-definition/web",
                LaunchType = LaunchType.FARGATE,
                Tags = [new() { ["app"] = "demo" }],
            },
        };
        await scheduler.CreateScheduleAsync(new CreateScheduleRequest
        {
            Name = "nightly",
            GroupName = Group,
            ScheduleExpression = "rate(1 day)",
            StartDate = start,
            FlexibleTimeWindow = new FlexibleTimeWindow { Mode = FlexibleTimeWindowMode.OFF },
            Target = target,
        });
        var got = await scheduler.GetScheduleAsync(new GetScheduleRequest { Name = "nightly", GroupName = Group });
        Assert.Equal("rate(1 day)", got.ScheduleExpression);
        Assert.Equal(start, got.StartDate);
        Assert.Equal("demo", got.Target.EcsParameters.Tags.Single()["app"]);
        Assert.Equal(3, got.Target.RetryPolicy.MaximumRetryAttempts);
        await scheduler.UpdateScheduleAsync(new UpdateScheduleRequest
        {
            Name = "nightly",
            GroupName = Group,
            ScheduleExpression = "cron(0 3 * * ? *)",
            State = ScheduleState.DISABLED,
            FlexibleTimeWindow = new FlexibleTimeWindow { Mode = FlexibleTimeWindowMode.FLEXIBLE, MaximumWindowInMinutes = 5 },
            Target = target,
        });
        var listed = (await scheduler.ListSchedulesAsync(new ListSchedulesRequest { GroupName = Group, State = ScheduleState.DISABLED, MaxResults = 10 })).Schedules;
        Assert.Equal("nightly", listed.Single().Name);
        await scheduler.DeleteScheduleAsync(new DeleteScheduleRequest { Name = "nightly", GroupName = Group });
        await Assert.ThrowsAsync<ResourceNotFoundException>(() => scheduler.GetScheduleAsync(new GetScheduleRequest { Name = "nightly", GroupName = Group }));
    }
}
