using static EcsTools.Campaigns.Fidelity.Sets.Ecs.EcsRequests;

namespace EcsTools.Campaigns.Fidelity.Sets.Ecs;

/// <summary>RunTask.</summary>
internal static class RunTaskProbes
{
    public static ProbeSet Create()
    {
        var set = Shop("running tasks")
            .Given("RegisterTaskDefinition", Fargate.Replace("\"family\": \"web\"", "\"family\": \"old\"", System.StringComparison.Ordinal))
            .Given("DeregisterTaskDefinition", """{ "taskDefinition": "old:1" }""")
            .Given("RegisterTaskDefinition", Instance.Replace("\"family\": \"web\"", "\"family\": \"instance\"", System.StringComparison.Ordinal))
            .Given("ec2:DescribeSecurityGroups", "{}", "group=groupId");
        var run = set.Variants("RunTask", Run)
            .Answered("a task", "{}", "tasks.0.lastStatus", "PROVISIONING")
            .Answered("ten tasks", """{ "count": 10 }""", "tasks.length", "10")
            .Refused("no task", """{ "count": 0 }""", Invalid)
            .Refused("eleven tasks", """{ "count": 11 }""", Invalid)
            .Refused("a cluster that is not there", """{ "cluster": "ghost" }""", "ClusterNotFoundException", "Cluster not found")
            .Refused("a cluster with a blank in its name", """{ "cluster": "my shop" }""", Invalid)
            .Refused("a definition that is not there", """{ "taskDefinition": "ghost" }""", Code, "TaskDefinition not found")
            .Refused("a revision that is not there", """{ "taskDefinition": "web:99" }""", Code, "TaskDefinition not found")
            .Refused("a revision that is a word", """{ "taskDefinition": "web:new" }""", Code, "Invalid revision number")
            .Refused("a definition that is not active", """{ "taskDefinition": "old:1" }""", $"{Code}|{Invalid}", "TaskDefinition is inactive")
            .Refused("a definition for instances", """{ "taskDefinition": "instance" }""", Invalid, "Task definition does not support launch_type FARGATE")
            .Refused("a definition of another region", """{ "taskDefinition": "arn:aws:ecs:eu-west-1:${account}:task-definition/web:1" }""", Invalid, "Invalid Region in ARN")
            .Refused("launch type EC2 without instances", """{ "launchType": "EC2" }""", Invalid, "No Container Instances were found in your cluster")
            .Refused("an unknown launch type", """{ "launchType": "MOON" }""", Invalid, "launch type should be one of [")
            .Refused("placement constraints", """{ "placementConstraints": [{ "type": "distinctInstance" }] }""", Invalid, "Placement constraints are not supported with FARGATE launch type")
            .Refused("a placement strategy", """{ "placementStrategy": [{ "type": "random" }] }""", Invalid, "Placement strategies are not supported with FARGATE launch type")
            .Refused("an unknown platform version", """{ "platformVersion": "9.9.9" }""", "PlatformUnknownException")
            .Accepted("platform version LATEST", """{ "platformVersion": "LATEST" }""")
            .Refused("a starter of 129 characters", $$"""{ "startedBy": "{{new string('a', 129)}}" }""", Invalid, "startedBy longer than 128")
            .Accepted("a starter of 128 characters", $$"""{ "startedBy": "{{new string('a', 128)}}" }""")
            .Refused("a client token of 65 characters", $$"""{ "clientToken": "{{new string('a', 65)}}" }""", Invalid)
            .Refused("a reference of 1025 characters", $$"""{ "referenceId": "{{new string('a', 1025)}}" }""", Invalid)
            .Refused("ECS Exec without a task role", """{ "enableExecuteCommand": true }""", Invalid, "valid task role")
            .Refused("a reserved tag", """{ "tags": [{ "key": "aws:a", "value": "b" }] }""", Invalid)
            .Refused("tags of a service that is none", """{ "propagateTags": "SERVICE" }""", Invalid);
        Network(run);
        Capacity(run);
        Overrides(run);
        Volumes(run);
        return set;
    }

    private static void Network(ProbeVariants run)
    {
        run.Refused("no network", """{ "networkConfiguration": null }""", Invalid, "Network Configuration must be provided when networkMode 'awsvpc' is specified");
        run.At("networkConfiguration.awsvpcConfiguration")
            .Refused("no subnets", """{ "subnets": [] }""", Invalid, "subnets can not be empty")
            .Refused("a subnet that is not there", """{ "subnets": ["subnet-${account}00000"] }""", Invalid, "Error retrieving subnet information for [subnet-${account}00000]")
            .Refused("17 subnets", $$"""{ "subnets": [{{string.Join(',', System.Linq.Enumerable.Repeat("\"${subnet}\"", 17))}}] }""", Invalid, "subnets can have at most 16 items")
            .Accepted("a security group", """{ "securityGroups": ["${group}"] }""")
            .Refused("a security group that is not there", """{ "securityGroups": ["sg-${account}00000"] }""", Invalid, "Error retrieving security group information for [sg-${account}00000]")
            .Refused("six security groups", $$"""{ "securityGroups": [{{string.Join(',', System.Linq.Enumerable.Repeat("\"${group}\"", 6))}}] }""", Invalid)
            .Refused("a public address that may be", """{ "assignPublicIp": "MAYBE" }""", Invalid);
    }

    private static void Capacity(ProbeVariants run) => run
        .Accepted("a capacity provider", """{ "launchType": null, "capacityProviderStrategy": [{ "capacityProvider": "FARGATE_SPOT", "weight": 1 }] }""")
        .Refused("a capacity provider and a launch type", """{ "capacityProviderStrategy": [{ "capacityProvider": "FARGATE", "weight": 1 }] }""", Invalid, "Specifying both a launch type and capacity provider strategy is not supported")
        .Refused("a capacity provider that the cluster has not", """{ "launchType": null, "capacityProviderStrategy": [{ "capacityProvider": "mine", "weight": 1 }] }""", Invalid, "cannot contain a capacity provider that is not associated with the cluster")
        .Refused("two bases", """{ "launchType": null, "capacityProviderStrategy": [{ "capacityProvider": "FARGATE", "weight": 1, "base": 1 }, { "capacityProvider": "FARGATE_SPOT", "weight": 1, "base": 1 }] }""", Invalid, "with a base value defined")
        .Refused("weights of 0", """{ "launchType": null, "capacityProviderStrategy": [{ "capacityProvider": "FARGATE", "weight": 0 }, { "capacityProvider": "FARGATE_SPOT", "weight": 0 }] }""", Invalid, "with a weight value greater than zero")
        .Refused("a weight of 1001", """{ "launchType": null, "capacityProviderStrategy": [{ "capacityProvider": "FARGATE", "weight": 1001 }] }""", Invalid)
        .Refused("a weight below 0", """{ "launchType": null, "capacityProviderStrategy": [{ "capacityProvider": "FARGATE", "weight": -1 }] }""", Invalid);

    private static void Overrides(ProbeVariants run) => run.At("overrides")
        .Accepted("a command", """{ "containerOverrides": [{ "name": "web", "command": ["true"], "environment": [{ "name": "A", "value": "b" }] }] }""")
        .Refused("an override of a container that is not there", """{ "containerOverrides": [{ "name": "ghost", "command": ["true"] }] }""", Invalid, "Override for container named ghost is not a container in the TaskDefinition")
        .Refused("overrides of more than 8 KB", $$"""{ "containerOverrides": [{ "name": "web", "command": ["{{new string('a', 8200)}}"] }] }""", Invalid, "Container Overrides length must be at most 8192")
        .Refused("a size that is none", """{ "cpu": "300" }""", Code, "No Fargate configuration exists for given values")
        .Accepted("another size", """{ "cpu": "256", "memory": "512" }""")
        .Refused("20 GiB of ephemeral storage", """{ "ephemeralStorage": { "sizeInGiB": 20 } }""", Invalid)
        .Refused("a role that is not there", """{ "taskRoleArn": "arn:aws:iam::${account}:role/ghost" }""", Code, "ECS was unable to assume the role 'arn:aws:iam::${account}:role/ghost'")
        .Refused("a file that is not an ARN", """{ "containerOverrides": [{ "name": "web", "environmentFiles": [{ "type": "s3", "value": "a.env" }] }] }""", $"{Code}|{Invalid}");

    private static void Volumes(ProbeVariants run) => run
        .Refused("a volume that is not there", """{ "volumeConfigurations": [{ "name": "ghost", "managedEBSVolume": { "sizeInGiB": 10, "roleArn": "arn:aws:iam::${account}:role/execution" } }] }""", Invalid, "The volume name 'ghost' in your request does not have a matching volume in your Task Definition")
        .Refused("a volume without a size", """{ "volumeConfigurations": [{ "name": "data", "managedEBSVolume": { "roleArn": "arn:aws:iam::${account}:role/execution" } }] }""", Invalid, "ECS managed EBS volume configuration was invalid")
        .Refused("a volume that is not configured at launch", """{ "volumeConfigurations": [{ "name": "scratch", "managedEBSVolume": { "sizeInGiB": 10, "roleArn": "arn:aws:iam::${account}:role/execution" } }] }""", Invalid)
        .Accepted("a volume", """{ "volumeConfigurations": [{ "name": "data", "managedEBSVolume": { "sizeInGiB": 10, "roleArn": "arn:aws:iam::${account}:role/execution" } }] }""");
}
