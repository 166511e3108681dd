namespace EcsTools.Campaigns.Fidelity.Sets.Scheduler;

/// <summary>Schedules and their groups.</summary>
internal static class SchedulerProbes
{
    public static ProbeSet Create()
    {
        var set = new ProbeSet("scheduler", "scheduler");
        set.Given(
            "iam:CreateRole",
            """{"RoleName": "scheduler", "AssumeRolePolicyDocument": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"Service\": \"scheduler.amazonaws.com\"}, \"Action\": \"sts:AssumeRole\"}]}"}""");
        set.Accepted(
            "CreateSchedule",
            "rate(1 hours)",
            """{"Name": "ok0", "ScheduleExpression": "rate(1 hours)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}}""");
        set.Accepted(
            "CreateSchedule",
            "rate(5 minute)",
            """{"Name": "ok1", "ScheduleExpression": "rate(5 minute)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}}""");
        set.Accepted(
            "CreateSchedule",
            "rate(1 day)",
            """{"Name": "ok2", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}}""");
        set.Accepted(
            "CreateSchedule",
            "cron(0 9 ? * MON-FRI *)",
            """{"Name": "ok3", "ScheduleExpression": "cron(0 9 ? * MON-FRI *)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}}""");
        set.Accepted(
            "CreateSchedule",
            "cron(0 9 * * ? *)",
            """{"Name": "ok4", "ScheduleExpression": "cron(0 9 * * ? *)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}}""");
        set.Accepted(
            "CreateSchedule",
            "at(2035-01-01T00:00:00)",
            """{"Name": "ok5", "ScheduleExpression": "at(2035-01-01T00:00:00)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}}""");
        set.Refused(
            "CreateSchedule",
            "rate(0 minutes)",
            """{"Name": "s", "ScheduleExpression": "rate(0 minutes)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}}""",
            "ValidationException",
            "Invalid Schedule Expression rate(0 minutes).");
        set.Refused(
            "CreateSchedule",
            "rate(5 seconds)",
            """{"Name": "s", "ScheduleExpression": "rate(5 seconds)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}}""",
            "ValidationException",
            "Invalid Schedule Expression rate(5 seconds).");
        set.Refused(
            "CreateSchedule",
            "rate(10)",
            """{"Name": "s", "ScheduleExpression": "rate(10)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}}""",
            "ValidationException",
            "Invalid Schedule Expression rate(10).");
        set.Refused(
            "CreateSchedule",
            "cron(0 9 * * * *)",
            """{"Name": "s", "ScheduleExpression": "cron(0 9 * * * *)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}}""",
            "ValidationException",
            "Invalid Schedule Expression cron(0 9 * * * *).");
        set.Refused(
            "CreateSchedule",
            "cron(*/0 9 * * ? *)",
            """{"Name": "s", "ScheduleExpression": "cron(*/0 9 * * ? *)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}}""",
            "ValidationException",
            "Invalid Schedule Expression cron(*/0 9 * * ? *).");
        set.Refused(
            "CreateSchedule",
            "cron(71 8 1 * ? *)",
            """{"Name": "s", "ScheduleExpression": "cron(71 8 1 * ? *)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}}""",
            "ValidationException",
            "Invalid Schedule Expression cron(71 8 1 * ? *).");
        set.Refused(
            "CreateSchedule",
            "at(2035-01-01)",
            """{"Name": "s", "ScheduleExpression": "at(2035-01-01)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}}""",
            "ValidationException",
            "Invalid Schedule Expression at(2035-01-01).");
        set.Refused(
            "CreateSchedule",
            "at(2035-01-01T00:00:00Z)",
            """{"Name": "s", "ScheduleExpression": "at(2035-01-01T00:00:00Z)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}}""",
            "ValidationException",
            "Invalid Schedule Expression at(2035-01-01T00:00:00Z).");
        set.Refused(
            "CreateSchedule",
            "a window without its length",
            """{"Name": "s", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "FLEXIBLE"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}}""",
            "ValidationException",
            "MaximumWindowInMinutes must be provided when FlexibleTimeWindowMode is set to FLEXIBLE.");
        set.Refused(
            "CreateSchedule",
            "no window with a length",
            """{"Name": "s", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "OFF", "MaximumWindowInMinutes": 5}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}}""",
            "ValidationException",
            "MaximumWindowInMinutes must not be provided when FlexibleTimeWindowMode is set to OFF.");
        set.Refused(
            "CreateSchedule",
            "a window of two days",
            """{"Name": "s", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 2880}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}}""",
            "ValidationException");
        set.Refused(
            "CreateSchedule",
            "an end before its start",
            """{"Name": "s", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}, "StartDate": 4102444800, "EndDate": 4102444000}""",
            "ValidationException",
            "The StartDate you specify must come before the EndDate.");
        set.Refused(
            "CreateSchedule",
            "a time zone that does not exist",
            """{"Name": "s", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}, "ScheduleExpressionTimezone": "Mars/Olympus"}""",
            "ValidationException");
        set.Refused(
            "CreateSchedule",
            "another action after completion",
            """{"Name": "s", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}, "ActionAfterCompletion": "KEEP"}""",
            "ValidationException");
        set.Refused(
            "CreateSchedule",
            "a group that does not exist",
            """{"Name": "s", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}, "GroupName": "none"}""",
            "ResourceNotFoundException",
            "Schedule group none does not exist.");
        set.Refused(
            "CreateSchedule",
            "a name with a blank",
            """{"Name": "a b", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}}""",
            "ValidationException");
        set.Refused(
            "CreateSchedule",
            "a target of another region",
            """{"Name": "s", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:eu-west-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}}""",
            "ValidationException",
            "The target ARN provided does not match the current region us-east-1");
        set.Refused(
            "CreateSchedule",
            "a service that cannot be a target",
            """{"Name": "s", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:s3:us-east-1:000000000000:b", "RoleArn": "arn:aws:iam::000000000000:role/scheduler"}}""",
            "ValidationException",
            "s3 is not a supported service for a target");
        set.Refused(
            "CreateSchedule",
            "parameters of ECS for a topic",
            """{"Name": "s", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:sns:us-east-1:000000000000:t", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}}""",
            "ValidationException",
            "Parameters EcsParameters not supported for the target");
        set.Refused(
            "CreateSchedule",
            "an input that is not JSON",
            """{"Name": "s", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}, "Input": "hello"}}""",
            "ValidationException",
            "JSON syntax error in input for the target");
        set.Refused(
            "CreateSchedule",
            "Fargate without a network",
            """{"Name": "s", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w", "LaunchType": "FARGATE"}}}""",
            "ValidationException",
            "Parameter NetworkConfiguration must be specified for the target when launch type is FARGATE");
        set.Refused(
            "CreateSchedule",
            "eleven tasks",
            """{"Name": "s", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w", "TaskCount": 11}}}""",
            "ValidationException");
        set.Refused(
            "CreateSchedule",
            "a role that is not an ARN",
            """{"Name": "s", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "role", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}}""",
            "ValidationException");
        set.Refused(
            "CreateSchedule",
            "a role that does not exist",
            """{"Name": "s", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/none", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}}""",
            "ValidationException",
            "must allow AWS EventBridge Scheduler to assume the role");
        set.Refused(
            "CreateSchedule",
            "186 retries",
            """{"Name": "s", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}, "RetryPolicy": {"MaximumRetryAttempts": 186}}}""",
            "ValidationException");
        set.Given(
            "CreateSchedule",
            """{"Name": "there", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}}""");
        set.Refused(
            "CreateSchedule",
            "a name that exists",
            """{"Name": "there", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {"Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/scheduler", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w"}}}""",
            "ConflictException",
            "Schedule there already exists.");
        set.Refused("GetSchedule", "a schedule that does not exist", """{"Name": "none"}""", "ResourceNotFoundException", "Schedule none does not exist.");
        set.Refused(
            "CreateScheduleGroup",
            "the default group",
            """{"Name": "default"}""",
            "ValidationException",
            "This operation cannot be performed on schedule group default.");
        set.Refused(
            "DeleteScheduleGroup",
            "the default group",
            """{"Name": "default"}""",
            "ValidationException",
            "This operation cannot be performed on schedule group default.");
        set.Given("CreateScheduleGroup", """{"Name": "g", "ClientToken": "t1"}""");
        set.Accepted("CreateScheduleGroup", "the same token again", """{"Name": "g", "ClientToken": "t1"}""");
        set.Refused("CreateScheduleGroup", "another token", """{"Name": "g", "ClientToken": "t2"}""", "ConflictException", "Schedule group g already exists.");
        return set;
    }
}
