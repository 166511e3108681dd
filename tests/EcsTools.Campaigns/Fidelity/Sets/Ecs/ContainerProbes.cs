using static EcsTools.Campaigns.Fidelity.Sets.Ecs.EcsRequests;

namespace EcsTools.Campaigns.Fidelity.Sets.Ecs;

/// <summary>RegisterTaskDefinition: what is about one container.</summary>
internal static class ContainerProbes
{
    private const string Second = "containerDefinitions.1";

    public static ProbeSet Create()
    {
        var set = new ProbeSet("ecs", "containers");
        set.Variants("RegisterTaskDefinition", Fargate).At("containerDefinitions.0")
            .Refused("no name", """{ "name": null }""", Code, "Container.name should not be null or empty")
            .Refused("a name with a blank", """{ "name": "a b" }""", Code, "Container.name contains invalid characters")
            .Refused("no image", """{ "image": null }""", Code, "Container.image should not be null or empty")
            .Refused("an image with a blank", """{ "image": "a b" }""", Code)
            .Accepted("an image by digest", $$"""{ "image": "public.ecr.aws/nginx/nginx@sha256:{{new string('a', 64)}}" }""")
            .Refused("5 MiB of memory", """{ "memory": 5 }""", Code)
            .Refused("a reservation above the memory", """{ "memory": 100, "memoryReservation": 200 }""", Code, "'memory' must be greater than or equal to 'memoryReservation'")
            .Accepted("a reservation equal to the memory", """{ "memory": 200, "memoryReservation": 200 }""")
            .Refused("a start timeout of a second", """{ "startTimeout": 1 }""", Code)
            .Refused("a stop timeout of 121 seconds", """{ "stopTimeout": 121 }""", Code)
            .Accepted("a stop timeout of 120 seconds", """{ "stopTimeout": 120 }""")
            .Refused("a soft limit above the hard one", """{ "ulimits": [{ "name": "nofile", "softLimit": 2, "hardLimit": 1 }] }""", Code, "Soft limit exceeds hard limit for ulimit nofile")
            .Accepted("limits of open files", """{ "ulimits": [{ "name": "nofile", "softLimit": 1024, "hardLimit": 65535 }] }""")
            .Refused("an unknown limit", """{ "ulimits": [{ "name": "files", "softLimit": 1, "hardLimit": 1 }] }""", Code)
            .Refused("restarts after 59 seconds", """{ "restartPolicy": { "enabled": true, "restartAttemptPeriod": 59 } }""", Code, "the 'restartAttemptPeriod' setting for container 'web' must be between 60 and 1800")
            .Refused("restarts after 1801 seconds", """{ "restartPolicy": { "enabled": true, "restartAttemptPeriod": 1801 } }""", Code, "must be between 60 and 1800")
            .Accepted("restarts after a minute", """{ "restartPolicy": { "enabled": true, "restartAttemptPeriod": 60 } }""");
        Network(set);
        OnFargate(set);
        Health(set);
        Dependencies(set);
        Environment(set);
        set.Variants("RegisterTaskDefinition", Instance).At("containerDefinitions.0")
            .Refused("no memory at all", """{ "memory": null }""", Code, "At least one of 'memory' or 'memoryReservation' must be specified")
            .Accepted("privileged on EC2", """{ "privileged": true }""")
            .Accepted("a host name in a bridge network", """{ "hostname": "web" }""");
        return set;
    }

    private static void Network(ProbeSet set) => set.Variants("RegisterTaskDefinition", Fargate).At("containerDefinitions.0")
        .Refused("a host name", """{ "hostname": "web" }""", Code, "hostname is not supported on container when networkMode=awsvpc")
        .Refused("links", """{ "links": ["web"] }""", Code, "Links are not supported when networkMode=awsvpc")
        .Refused("DNS servers", """{ "dnsServers": ["10.0.0.2"] }""", Code, "DNS servers are not supported on container when networkMode=awsvpc")
        .Refused("DNS search domains", """{ "dnsSearchDomains": ["example.com"] }""", Code, "not supported on container when networkMode=awsvpc")
        .Refused("extra hosts", """{ "extraHosts": [{ "hostname": "a", "ipAddress": "10.0.0.1" }] }""", Code, "Extra hosts are not supported on container when networkMode=awsvpc")
        .Refused("no network", """{ "disableNetworking": true }""", Code, "Disable Networking is not supported on container when networkMode=awsvpc");

    private static void OnFargate(ProbeSet set) => set.Variants("RegisterTaskDefinition", Fargate).At("containerDefinitions.0")
        .Refused("privileged", """{ "privileged": true }""", Code, "Fargate requires that the 'privileged' setting be 'false'")
        .Accepted("not privileged", """{ "privileged": false }""")
        .Refused("security options", """{ "dockerSecurityOptions": ["no-new-privileges"] }""", Code, "Fargate compatible task definitions do not support dockerSecurityOptions")
        .Refused("devices", """{ "linuxParameters": { "devices": [{ "hostPath": "/dev/fuse" }] } }""", Code, "Fargate compatible task definitions do not support devices")
        .Refused("shared memory", """{ "linuxParameters": { "sharedMemorySize": 64 } }""", Code, "Fargate compatible task definitions do not support sharedMemorySize")
        .Refused("swap", """{ "linuxParameters": { "maxSwap": 64 } }""", Code, "Fargate compatible task definitions do not support maxSwap")
        .Refused("swappiness", """{ "linuxParameters": { "swappiness": 60 } }""", Code, "Fargate compatible task definitions do not support swappiness")
        .Refused("tmpfs", """{ "linuxParameters": { "tmpfs": [{ "containerPath": "/tmp", "size": 1 }] } }""", Code, "Fargate compatible task definitions do not support tmpfs")
        .Refused("a capability", """{ "linuxParameters": { "capabilities": { "add": ["NET_ADMIN"] } } }""", Code, "NET_ADMIN is not allowed on Fargate")
        .Accepted("the capability to trace", """{ "linuxParameters": { "capabilities": { "add": ["SYS_PTRACE"] } } }""")
        .Accepted("fewer capabilities", """{ "linuxParameters": { "capabilities": { "drop": ["ALL"] }, "initProcessEnabled": true } }""")
        .Refused("a GPU", """{ "resourceRequirements": [{ "type": "GPU", "value": "1" }] }""", Code, "Tasks using the Fargate launch type do not support GPU resource requirements");

    private static void Health(ProbeSet set) => set.Variants("RegisterTaskDefinition", Fargate).At("containerDefinitions.0.healthCheck")
        .Accepted("a health check", """{ "command": ["CMD-SHELL", "true"] }""")
        .Accepted("the least of a health check", """{ "command": ["CMD", "true"], "interval": 5, "timeout": 2, "retries": 1, "startPeriod": 0 }""")
        .Accepted("the most of a health check", """{ "command": ["CMD", "true"], "interval": 300, "timeout": 60, "retries": 10, "startPeriod": 300 }""")
        .Refused("an interval of 4 seconds", """{ "command": ["CMD", "true"], "interval": 4 }""", Code)
        .Refused("an interval of 301 seconds", """{ "command": ["CMD", "true"], "interval": 301 }""", Code)
        .Refused("a timeout of a second", """{ "command": ["CMD", "true"], "timeout": 1 }""", Code)
        .Refused("a timeout of 61 seconds", """{ "command": ["CMD", "true"], "timeout": 61 }""", Code)
        .Refused("no retries", """{ "command": ["CMD", "true"], "retries": 0 }""", Code)
        .Refused("11 retries", """{ "command": ["CMD", "true"], "retries": 11 }""", Code)
        .Refused("a start period of 301 seconds", """{ "command": ["CMD", "true"], "startPeriod": 301 }""", Code)
        .Refused("no command", """{ "command": [] }""", Code);

    private static void Dependencies(ProbeSet set)
    {
        set.Variants("RegisterTaskDefinition", Fargate).At(Second)
            .Accepted("waits for the start of another", Other("web", "START"))
            .Refused("waits for a container that is not there", Other("ghost", "START"), Code, "because it does not exist")
            .Refused("waits for the end of an essential container", Other("web", "COMPLETE"), Code, "A dependency container with SUCCESS or COMPLETE condition cannot be an essential container")
            .Refused("waits for the success of an essential container", Other("web", "SUCCESS"), Code, "cannot be an essential container")
            .Refused("waits for the health of a container without a check", Other("web", "HEALTHY"), Code, "A dependency container with HEALTHY condition must have health check configured")
            .Refused("an unknown condition", Other("web", "DONE"), Code);
        set.Variants("RegisterTaskDefinition", Fargate)
            .Refused("two that wait for each other", $$"""{ "containerDefinitions": { "0": { "dependsOn": [{ "containerName": "side", "condition": "START" }] }, "1": {{Other("web", "START")}} } }""", Code);
    }

    private static string Other(string name, string condition)
        => $$"""{ "name": "side", "image": "side", "dependsOn": [{ "containerName": "{{name}}", "condition": "{{condition}}" }] }""";

    private static void Environment(ProbeSet set)
    {
        const string Secret = """ "secrets": [{ "name": "TOKEN", "valueFrom": "arn:aws:ssm:us-east-1:${account}:parameter/token" }] """;
        var files = string.Join(',', System.Linq.Enumerable.Repeat("""{ "type": "s3", "value": "arn:aws:s3:::bucket/a.env" }""", 11));
        set.Variants("RegisterTaskDefinition", Fargate).At("containerDefinitions.0")
            .Accepted("a secret", $$"""{ {{Secret}} }""")
            .Accepted("a secret by the name of its parameter", """{ "secrets": [{ "name": "TOKEN", "valueFrom": "token" }] }""")
            .Refused("a secret with the name of a variable", $$"""{ {{Secret}}, "environment": [{ "name": "TOKEN", "value": "a" }] }""", Code, "The secret name must be unique and not shared with any new or existing environment variables")
            .Refused("a secret twice", """{ "secrets": [{ "name": "A", "valueFrom": "a" }, { "name": "A", "valueFrom": "b" }] }""", Code, "The secret name must be unique")
            .Refused("a variable without a name", """{ "environment": [{ "value": "a" }] }""", Code)
            .Accepted("a file of variables", """{ "environmentFiles": [{ "type": "s3", "value": "arn:aws:s3:::bucket/a.env" }] }""")
            .Refused("a file that is not an ARN", """{ "environmentFiles": [{ "type": "s3", "value": "s3://bucket/a.env" }] }""", Code, "Invalid arn syntax")
            .Refused("11 files", $$"""{ "environmentFiles": [{{files}}] }""", Code, "The maximum number of environment files was exceeded. Specify ten or less and try again")
            .Refused("a file of another kind", """{ "environmentFiles": [{ "type": "efs", "value": "arn:aws:s3:::bucket/a.env" }] }""", Code);
        set.Variants("RegisterTaskDefinition", Fargate)
            .Refused("a secret without an execution role", $$"""{ "executionRoleArn": null, "containerDefinitions": { "0": { {{Secret}} } } }""", Code, "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'");
    }
}
