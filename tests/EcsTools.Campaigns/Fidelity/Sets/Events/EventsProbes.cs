namespace EcsTools.Campaigns.Fidelity.Sets.Events;

/// <summary>Rules, their patterns and their targets.</summary>
internal static class EventsProbes
{
    public static ProbeSet Create()
    {
        var set = new ProbeSet("events", "events");
        set.Given("PutRule", """{"Name": "r", "ScheduleExpression": "rate(1 day)"}""");
        set.Accepted("PutRule", "rate(1 hour)", """{"Name": "ok", "ScheduleExpression": "rate(1 hour)"}""");
        set.Accepted("PutRule", "rate(5 minutes)", """{"Name": "ok", "ScheduleExpression": "rate(5 minutes)"}""");
        set.Accepted("PutRule", "cron(0 9 ? * MON-FRI *)", """{"Name": "ok", "ScheduleExpression": "cron(0 9 ? * MON-FRI *)"}""");
        set.Accepted("PutRule", "cron(0 0 L * ? *)", """{"Name": "ok", "ScheduleExpression": "cron(0 0 L * ? *)"}""");
        set.Accepted("PutRule", "cron(0 0 ? * 2#1 *)", """{"Name": "ok", "ScheduleExpression": "cron(0 0 ? * 2#1 *)"}""");
        set.Refused(
            "PutRule",
            "rate(1 hours)",
            """{"Name": "bad", "ScheduleExpression": "rate(1 hours)"}""",
            "ValidationException",
            "Parameter ScheduleExpression is not valid.");
        set.Refused(
            "PutRule",
            "rate(5 minute)",
            """{"Name": "bad", "ScheduleExpression": "rate(5 minute)"}""",
            "ValidationException",
            "Parameter ScheduleExpression is not valid.");
        set.Refused(
            "PutRule",
            "rate(0 minutes)",
            """{"Name": "bad", "ScheduleExpression": "rate(0 minutes)"}""",
            "ValidationException",
            "Parameter ScheduleExpression is not valid.");
        set.Refused(
            "PutRule",
            "rate(5 seconds)",
            """{"Name": "bad", "ScheduleExpression": "rate(5 seconds)"}""",
            "ValidationException",
            "Parameter ScheduleExpression is not valid.");
        set.Refused(
            "PutRule",
            "cron(0 9 * * *)",
            """{"Name": "bad", "ScheduleExpression": "cron(0 9 * * *)"}""",
            "ValidationException",
            "Parameter ScheduleExpression is not valid.");
        set.Refused(
            "PutRule",
            "cron(0 9 * * * *)",
            """{"Name": "bad", "ScheduleExpression": "cron(0 9 * * * *)"}""",
            "ValidationException",
            "Parameter ScheduleExpression is not valid.");
        set.Refused(
            "PutRule",
            "cron(*/0 * * * ? *)",
            """{"Name": "bad", "ScheduleExpression": "cron(*/0 * * * ? *)"}""",
            "ValidationException",
            "Parameter ScheduleExpression is not valid.");
        set.Refused(
            "PutRule",
            "cron(*/70 * * * ? *)",
            """{"Name": "bad", "ScheduleExpression": "cron(*/70 * * * ? *)"}""",
            "ValidationException",
            "Parameter ScheduleExpression is not valid.");
        set.Refused(
            "PutRule",
            "cron(60 9 * * ? *)",
            """{"Name": "bad", "ScheduleExpression": "cron(60 9 * * ? *)"}""",
            "ValidationException",
            "Parameter ScheduleExpression is not valid.");
        set.Refused(
            "PutRule",
            "cron(0 9 ? * 8 *)",
            """{"Name": "bad", "ScheduleExpression": "cron(0 9 ? * 8 *)"}""",
            "ValidationException",
            "Parameter ScheduleExpression is not valid.");
        set.Refused(
            "PutRule",
            "at(2030-01-01T00:00:00)",
            """{"Name": "bad", "ScheduleExpression": "at(2030-01-01T00:00:00)"}""",
            "ValidationException",
            "Parameter ScheduleExpression is not valid.");
        set.Refused(
            "PutRule",
            "daily",
            """{"Name": "bad", "ScheduleExpression": "daily"}""",
            "ValidationException",
            "Parameter ScheduleExpression is not valid.");
        set.Refused(
            "PutRule",
            "neither schedule nor pattern",
            """{"Name": "bad"}""",
            "ValidationException",
            "Parameter(s) EventPattern or ScheduleExpression must be specified.");
        set.Accepted(
            "PutRule",
            "a pattern with operators",
            """{"Name": "ok", "EventPattern": "{\"source\":[\"aws.ecs\"],\"detail\":{\"a\":[{\"prefix\":\"x\"},{\"numeric\":[\">\",0,\"<=\",5]},{\"exists\":false}]}}"}""");
        set.Accepted(
            "PutRule",
            "a pattern with operators",
            """{"Name": "ok", "EventPattern": "{\"a\":[{\"anything-but\":[\"x\",\"y\"]},{\"cidr\":\"10.0.0.0/8\"},{\"wildcard\":\"a*b\"}]}"}""");
        set.Refused(
            "PutRule",
            "the pattern nonsense",
            """{"Name": "bad", "EventPattern": "nonsense"}""",
            "InvalidEventPatternException",
            "Event pattern is not valid");
        set.Refused("PutRule", "the pattern [1]", """{"Name": "bad", "EventPattern": "[1]"}""", "InvalidEventPatternException", "Filter is not an object");
        set.Refused("PutRule", "the pattern {}", """{"Name": "bad", "EventPattern": "{}"}""", "InvalidEventPatternException", "Empty objects are not allowed");
        set.Refused(
            "PutRule",
            "the pattern {'source':'aws.ecs'}",
            """{"Name": "bad", "EventPattern": "{\"source\":\"aws.ecs\"}"}""",
            "InvalidEventPatternException",
            "must be an object or an array");
        set.Refused(
            "PutRule",
            "the pattern {'source':[]}",
            """{"Name": "bad", "EventPattern": "{\"source\":[]}"}""",
            "InvalidEventPatternException",
            "Empty arrays are not allowed");
        set.Refused(
            "PutRule",
            "the pattern {'a':[{'like':'x'}]}",
            """{"Name": "bad", "EventPattern": "{\"a\":[{\"like\":\"x\"}]}"}""",
            "InvalidEventPatternException",
            "Unrecognized match type like");
        set.Refused(
            "PutRule",
            "the pattern {'a':[{'numeric':['~',1]}]}",
            """{"Name": "bad", "EventPattern": "{\"a\":[{\"numeric\":[\"~\",1]}]}"}""",
            "InvalidEventPatternException",
            "Unrecognized numeric range operator: ~");
        set.Refused(
            "PutRule",
            "the pattern {'a':[{'exists':'yes'}]}",
            """{"Name": "bad", "EventPattern": "{\"a\":[{\"exists\":\"yes\"}]}"}""",
            "InvalidEventPatternException",
            "exists match pattern must be either true or false.");
        set.Refused(
            "PutRule",
            "the pattern {'a':[{'prefix':1}]}",
            """{"Name": "bad", "EventPattern": "{\"a\":[{\"prefix\":1}]}"}""",
            "InvalidEventPatternException",
            "prefix match pattern must be a string");
        set.Refused("PutRule", "a name with a blank", """{"Name": "a b", "ScheduleExpression": "rate(1 day)"}""", "ValidationException");
        set.Refused(
            "PutRule",
            "a bus that does not exist",
            """{"Name": "a", "ScheduleExpression": "rate(1 day)", "EventBusName": "none"}""",
            "ResourceNotFoundException");
        set.Refused(
            "DescribeRule",
            "a rule that does not exist",
            """{"Name": "none"}""",
            "ResourceNotFoundException",
            "Rule none does not exist on EventBus default.");
        set.Refused(
            "PutTargets",
            "an ARN that is not one",
            """{"Rule": "r", "Targets": [{"Id": "a", "Arn": "bus"}]}""",
            "ValidationException",
            "Provided Arn is not in correct format.");
        set.Refused(
            "PutTargets",
            "Input and InputPath",
            """{"Rule": "r", "Targets": [{"Id": "a", "Arn": "arn:aws:sns:us-east-1:000000000000:t", "Input": "{}", "InputPath": "$.a"}]}""",
            "ValidationException",
            "Only one of Input, InputPath, or InputTransformer must be provided for target a.");
        set.Refused(
            "PutTargets",
            "an Input that is not JSON",
            """{"Rule": "r", "Targets": [{"Id": "a", "Arn": "arn:aws:sns:us-east-1:000000000000:t", "Input": "hello"}]}""",
            "ValidationException",
            "JSON syntax error in input for target a.");
        set.Refused(
            "PutTargets",
            "an InputPath without a dollar",
            """{"Rule": "r", "Targets": [{"Id": "a", "Arn": "arn:aws:sns:us-east-1:000000000000:t", "InputPath": "detail"}]}""",
            "ValidationException",
            "InputPath for target a is invalid.");
        set.Refused(
            "PutTargets",
            "two targets of one id",
            """{"Rule": "r", "Targets": [{"Id": "a", "Arn": "arn:aws:sns:us-east-1:000000000000:t"}, {"Id": "a", "Arn": "arn:aws:sns:us-east-1:000000000000:t"}]}""",
            "ValidationException",
            "More than one target with Id 'a' is provided.");
        set.Refused(
            "PutTargets",
            "a cluster without parameters",
            """{"Rule": "r", "Targets": [{"Id": "a", "Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c"}]}""",
            "ValidationException",
            "EcsParameters");
        set.Refused(
            "PutTargets",
            "eleven tasks",
            """{"Rule": "r", "Targets": [{"Id": "a", "Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/r", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w", "TaskCount": 11}}]}""",
            "ValidationException",
            "TaskCount not valid for target: a");
        set.Refused(
            "PutTargets",
            "Fargate without a network",
            """{"Rule": "r", "Targets": [{"Id": "a", "Arn": "arn:aws:ecs:us-east-1:000000000000:cluster/c", "RoleArn": "arn:aws:iam::000000000000:role/r", "EcsParameters": {"TaskDefinitionArn": "arn:aws:ecs:us-east-1:000000000000:task-definition/w", "LaunchType": "FARGATE"}}]}""",
            "ValidationException",
            "Parameter NetworkConfiguration must be specified for target a when launch type is FARGATE");
        set.Accepted("PutTargets", "a topic", """{"Rule": "r", "Targets": [{"Id": "a", "Arn": "arn:aws:sns:us-east-1:000000000000:t"}]}""");
        set.Refused(
            "PutTargets",
            "a rule that does not exist",
            """{"Rule": "none", "Targets": [{"Id": "a", "Arn": "arn:aws:sns:us-east-1:000000000000:t"}]}""",
            "ResourceNotFoundException");
        set.Refused("DeleteRule", "a rule with targets", """{"Name": "r"}""", "ValidationException", "Rule can't be deleted since it has targets.");
        return set;
    }
}
