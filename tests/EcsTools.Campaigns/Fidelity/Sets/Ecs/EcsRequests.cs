namespace EcsTools.Campaigns.Fidelity.Sets.Ecs;

/// <summary>Requests of ECS that are in order.</summary>
internal static class EcsRequests
{
    public const string Code = "ClientException";

    public const string Invalid = "InvalidParameterException";

    /// <summary>RegisterTaskDefinition for Fargate.</summary>
    public const string Fargate = """
        { "family": "web", "networkMode": "awsvpc", "cpu": "512", "memory": "1024", "requiresCompatibilities": ["FARGATE"],
          "executionRoleArn": "arn:aws:iam::${account}:role/execution",
          "containerDefinitions": [{ "name": "web", "image": "public.ecr.aws/nginx/nginx:1" }] }
        """;

    /// <summary>RegisterTaskDefinition for instances.</summary>
    public const string Instance = """
        { "family": "web", "networkMode": "bridge", "containerDefinitions": [{ "name": "web", "image": "nginx", "memory": 128 }] }
        """;

    /// <summary>RunTask; a set takes the subnet with <see cref="Subnet"/>.</summary>
    public const string Run = """
        { "cluster": "shop", "taskDefinition": "web", "launchType": "FARGATE",
          "networkConfiguration": { "awsvpcConfiguration": { "subnets": ["${subnet}"], "assignPublicIp": "ENABLED" } } }
        """;

    /// <summary>CreateService.</summary>
    public const string Service = """
        { "cluster": "shop", "serviceName": "web", "taskDefinition": "web", "desiredCount": 0, "launchType": "FARGATE",
          "networkConfiguration": { "awsvpcConfiguration": { "subnets": ["${subnet}"], "assignPublicIp": "ENABLED" } } }
        """;

    /// <summary>A set with a role, a subnet, the cluster <c>shop</c> and a task definition <c>web</c> with a named port.</summary>
    public static ProbeSet Shop(string name, string definition = WithPort) => new ProbeSet("ecs", name)
        .Given("iam:CreateRole", """
            { "RoleName": "execution", "AssumeRolePolicyDocument": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ecs-tasks.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}" }
            """)
        .Given("ec2:DescribeSubnets", "{}", "subnet=subnetId")
        .Given("CreateCluster", """{ "clusterName": "shop", "capacityProviders": ["FARGATE", "FARGATE_SPOT"] }""")
        .Given("RegisterTaskDefinition", definition);

    private const string WithPort = """
        { "family": "web", "networkMode": "awsvpc", "cpu": "512", "memory": "1024", "requiresCompatibilities": ["FARGATE"],
          "executionRoleArn": "arn:aws:iam::${account}:role/execution",
          "containerDefinitions": [{ "name": "web", "image": "public.ecr.aws/nginx/nginx:1",
            "portMappings": [{ "containerPort": 80, "name": "http" }], "mountPoints": [{ "sourceVolume": "data", "containerPath": "/data" }] }],
          "volumes": [{ "name": "data", "configuredAtLaunch": true }, { "name": "scratch" }] }
        """;
}
