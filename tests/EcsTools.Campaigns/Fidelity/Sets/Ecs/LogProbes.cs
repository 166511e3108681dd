using static EcsTools.Campaigns.Fidelity.Sets.Ecs.EcsRequests;

namespace EcsTools.Campaigns.Fidelity.Sets.Ecs;

/// <summary>RegisterTaskDefinition: log configurations.</summary>
internal static class LogProbes
{
    private const string Required = """ "awslogs-group": "web", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "web" """;

    public static ProbeSet Create()
    {
        var set = new ProbeSet("ecs", "logs of containers");
        set.Variants("RegisterTaskDefinition", Fargate).At("containerDefinitions.0.logConfiguration")
            .Accepted("awslogs", Awslogs(Required))
            .Accepted("every option", Awslogs(Required + """, "awslogs-create-group": "true", "mode": "non-blocking", "max-buffer-size": "25m", "awslogs-datetime-format": "%Y-%m-%d" """))
            .Accepted("a pattern", Awslogs(Required + """, "awslogs-multiline-pattern": "^INFO" """))
            .Refused("no group", Awslogs(""" "awslogs-region": "us-east-1", "awslogs-stream-prefix": "web" """), Code, "Log driver awslogs requires options: awslogs-group")
            .Refused("no options", """{ "logDriver": "awslogs" }""", Code, "Log driver awslogs requires options: awslogs-region, awslogs-group")
            .Refused("no prefix", Awslogs(""" "awslogs-group": "web", "awslogs-region": "us-east-1" """), Code, "Fargate requires log configuration options to include awslogs-stream-prefix")
            .Refused("an unknown option", Awslogs(Required + """, "log_key": "log" """), Code, "Log driver awslogs disallows options: log_key")
            .Refused("an option of another driver", Awslogs(Required + """, "max-size": "1m" """), Code, "Log driver awslogs disallows options: max-size")
            .Refused("a group that is not created", Awslogs(Required + """, "awslogs-create-group": "false" """), Code, "Log driver awslogs option 'awslogs-create-group' should only be set to 'true', else omit option")
            .Refused("an unknown mode", Awslogs(Required + """, "mode": "async" """), Code)
            .Refused("a buffer that is not a size", Awslogs(Required + """, "max-buffer-size": "much" """), Code)
            .Refused("a datetime format and a pattern", Awslogs(Required + """, "awslogs-datetime-format": "%Y", "awslogs-multiline-pattern": "^A" """), Code)
            .Refused("json-file", """{ "logDriver": "json-file" }""", Code, "json-file is not a valid log driver. Must be one of [awslogs, splunk, awsfirelens]")
            .Refused("an unknown driver", """{ "logDriver": "papyrus" }""", Code)
            .Refused("splunk without a URL", """{ "logDriver": "splunk", "options": { "splunk-token": "a" } }""", Code, "splunk-url")
            .Accepted("splunk", """{ "logDriver": "splunk", "options": { "splunk-token": "a", "splunk-url": "https://example.com" } }""")
            .Refused("FireLens without a router", """{ "logDriver": "awsfirelens" }""", Code, "When awsfirelens log driver is specified in log configuration, a firelens configuration object must be specified");
        set.Variants("RegisterTaskDefinition", Fargate)
            .Accepted("FireLens", """{ "containerDefinitions": { "0": { "logConfiguration": { "logDriver": "awsfirelens" } }, "1": { "name": "router", "image": "fluent-bit", "firelensConfiguration": { "type": "fluentbit" } } } }""")
            .Refused("an unknown router", """{ "containerDefinitions": { "0": { "firelensConfiguration": { "type": "vector" } } } }""", Code)
            .Refused("awslogs without an execution role", $$"""{ "executionRoleArn": null, "containerDefinitions": { "0": { "logConfiguration": {{Awslogs(Required)}} } } }""", Code, "Fargate requires task definition to have execution role ARN to support log driver awslogs");
        set.Variants("RegisterTaskDefinition", Instance).At("containerDefinitions.0.logConfiguration")
            .Accepted("json-file on EC2", """{ "logDriver": "json-file", "options": { "max-size": "1m" } }""")
            .Accepted("no prefix on EC2", Awslogs(""" "awslogs-group": "web", "awslogs-region": "us-east-1" """));
        return set;
    }

    private static string Awslogs(string options) => $$"""{ "logDriver": "awslogs", "options": { {{options}} } }""";
}
