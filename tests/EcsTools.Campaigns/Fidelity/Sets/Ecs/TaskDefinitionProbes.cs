using static EcsTools.Campaigns.Fidelity.Sets.Ecs.EcsRequests;

namespace EcsTools.Campaigns.Fidelity.Sets.Ecs;

/// <summary>RegisterTaskDefinition: what is about the whole task.</summary>
internal static class TaskDefinitionProbes
{
    private const string Ec2 = """ "requiresCompatibilities": ["EC2"], "executionRoleArn": null """;

    public static ProbeSet Create()
    {
        var set = new ProbeSet("ecs", "task definitions");
        set.Variants("RegisterTaskDefinition", Fargate)
            .Accepted("for Fargate")
            .Refused("a family with a blank", """{ "family": "my web" }""", Code, "Family contains invalid characters")
            .Refused("a family of 256 characters", $$"""{ "family": "{{new string('a', 256)}}" }""", Code)
            .Accepted("a family of 255 characters", $$"""{ "family": "{{new string('a', 255)}}" }""")
            .Refused("no containers", """{ "containerDefinitions": [] }""", Code, "Container list cannot be empty")
            .Refused("no essential container", """{ "containerDefinitions": { "0": { "essential": false } } }""", Code, "doesn't have any essential container")
            .Refused("a container name twice", """{ "containerDefinitions": { "1": { "name": "web", "image": "x" } } }""", Code, "must be unique within a task definition")
            .Refused("eleven containers", Containers(11), Code, "Too many containers")
            .Accepted("ten containers", Containers(10))
            .Refused("more than 64 KB", $$"""{ "containerDefinitions": { "0": { "dockerLabels": { "a": "{{new string('a', 65_600)}}" } } } }""", Code, "Max allowed length is '65536' bytes")
            .Refused("inference accelerators", """{ "inferenceAccelerators": [{ "deviceName": "a", "deviceType": "eia1.medium" }] }""", Code, "Unsupported field 'inferenceAccelerators'")
            .Refused("a role that is not one", """{ "taskRoleArn": "arn:aws:iam::${account}:user/me" }""", Code, "Role is not valid")
            .Refused("a reserved tag", """{ "tags": [{ "key": "aws:team", "value": "a" }] }""", Invalid)
            .Refused("a tag twice", """{ "tags": [{ "key": "team", "value": "a" }, { "key": "team", "value": "b" }] }""", Invalid, "Duplicate")
            .Refused("an unknown compatibility", """{ "requiresCompatibilities": ["LAMBDA"] }""", Code);
        Sizes(set);
        OnFargate(set);
        Proxies(set);
        return set;
    }

    private static void Sizes(ProbeSet set) => set.Variants("RegisterTaskDefinition", Fargate)
        .Refused("no cpu", """{ "cpu": null }""", Code, "Fargate requires that 'cpu' be defined at the task level")
        .Refused("no memory", """{ "memory": null }""", Code, "Fargate requires that 'memory' be defined at the task level")
        .Refused("a size that is none", """{ "cpu": "256", "memory": "4096" }""", Code, "No Fargate configuration exists for given values")
        .Refused("a cpu that is none", """{ "cpu": "300" }""", Code, "No Fargate configuration exists for given values")
        .Refused("memory between two steps", """{ "cpu": "1024", "memory": "2500" }""", Code, "No Fargate configuration exists for given values")
        .Accepted("cpu and memory with units", """{ "cpu": "1 vCPU", "memory": "2 GB" }""")
        .Accepted("the largest size", """{ "cpu": "16384", "memory": "122880" }""")
        .Refused("a cpu that is a word", """{ "cpu": "much" }""", $"{Code}|{Invalid}", "Invalid 'cpu' setting for task")
        .Refused("a memory that is a word", """{ "memory": "much" }""", $"{Code}|{Invalid}", "Invalid 'memory' setting for task")
        .Refused("container cpu above the task's", """{ "containerDefinitions": { "0": { "cpu": 513 } } }""", Code, "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'")
        .Refused("the sum of container cpu above the task's", """{ "containerDefinitions": { "0": { "cpu": 256 }, "1": { "name": "b", "image": "b", "cpu": 257 } } }""", Code, "The sum of all container 'cpu' values")
        .Accepted("the sum of container cpu equal to the task's", """{ "containerDefinitions": { "0": { "cpu": 256 }, "1": { "name": "b", "image": "b", "cpu": 256 } } }""")
        .Refused("container memory above the task's", """{ "containerDefinitions": { "0": { "memory": 1025 } } }""", Code, "The 'memory' setting for container 'web' is greater than for the task")
        .Refused("the sum of reservations above the task's", """{ "containerDefinitions": { "0": { "memoryReservation": 600 }, "1": { "name": "b", "image": "b", "memoryReservation": 600 } } }""", Code, "The sum of all container 'memoryReservation' values cannot be greater than the value of the task 'memory'")
        .Refused("Windows with half a CPU", """{ "runtimePlatform": { "operatingSystemFamily": "WINDOWS_SERVER_2022_CORE" } }""", Code, "No Fargate configuration exists for given values")
        .Refused("an unknown operating system", """{ "runtimePlatform": { "operatingSystemFamily": "PLAN9" } }""", Code)
        .Refused("20 GiB of ephemeral storage", """{ "ephemeralStorage": { "sizeInGiB": 20 } }""", Code, "EphemeralStorage size should be at least 21")
        .Refused("201 GiB of ephemeral storage", """{ "ephemeralStorage": { "sizeInGiB": 201 } }""", Code)
        .Accepted("21 GiB of ephemeral storage", """{ "ephemeralStorage": { "sizeInGiB": 21 } }""")
        .Accepted("200 GiB of ephemeral storage", """{ "ephemeralStorage": { "sizeInGiB": 200 } }""")
        .Refused("ephemeral storage on EC2", $$"""{ "ephemeralStorage": { "sizeInGiB": 30 }, {{Ec2}} }""", Code, "Tasks using the EC2 launch type do not support EphemeralStorage");

    private static void OnFargate(ProbeSet set) => set.Variants("RegisterTaskDefinition", Fargate)
        .Refused("network mode bridge", """{ "networkMode": "bridge" }""", Code, "Fargate only supports network mode")
        .Refused("no network mode", """{ "networkMode": null }""", Code, "Fargate only supports network mode")
        .Refused("an unknown network mode", """{ "networkMode": "mesh" }""", Code)
        .Refused("pidMode host", """{ "pidMode": "host" }""", Code, "Tasks using the Fargate launch type do not support pidMode 'host'. The supported value for pidMode is 'task'.")
        .Accepted("pidMode task", """{ "pidMode": "task" }""")
        .Refused("ipcMode", """{ "ipcMode": "task" }""", Code, "do not support ipcMode")
        .Refused("placement constraints", """{ "placementConstraints": [{ "type": "memberOf", "expression": "attribute:x == y" }] }""", Code, "Fargate compatible task definitions do not support constraints")
        .Refused("an image of ECR without an execution role", """{ "executionRoleArn": null, "containerDefinitions": { "0": { "image": "${account}.dkr.ecr.us-east-1.amazonaws.com/web:1" } } }""", Code, "Fargate requires task definition to have execution role ARN to support ECR images");

    private static void Proxies(ProbeSet set)
    {
        const string Properties = """ "properties": [{ "name": "ProxyIngressPort", "value": "1" }, { "name": "ProxyEgressPort", "value": "2" }, { "name": "AppPorts", "value": "80" }, { "name": "EgressIgnoredIPs", "value": "169.254.170.2" }] """;
        set.Variants("RegisterTaskDefinition", Fargate)
            .Accepted("a proxy", $$"""{ "proxyConfiguration": { "type": "APPMESH", "containerName": "web", {{Properties}} } }""")
            .Refused("a proxy container that is not there", $$"""{ "proxyConfiguration": { "containerName": "ghost", {{Properties}} } }""", Code, "Proxy container [ghost] does not exist")
            .Refused("a proxy without ports", """{ "proxyConfiguration": { "containerName": "web", "properties": [] } }""", Code, "Ingress port not found")
            .Refused("a proxy in a bridge network", $$"""{ "networkMode": "bridge", "proxyConfiguration": { "containerName": "web", {{Properties}} }, {{Ec2}} }""", Code, "APPMESH proxy configuration is only supported in networkMode=awsvpc");
    }

    private static string Containers(int count)
    {
        var names = new System.Collections.Generic.List<string>();
        for (var i = 0; i < count; i++)
        {
            names.Add($$"""{ "name": "c{{i}}", "image": "example" }""");
        }

        return $$"""{ "containerDefinitions": [{{string.Join(',', names)}}] }""";
    }
}
