using System.Linq;
using static EcsTools.Campaigns.Fidelity.Sets.Ecs.EcsRequests;

namespace EcsTools.Campaigns.Fidelity.Sets.Ecs;

/// <summary>CreateService.</summary>
internal static class ServiceProbes
{
    public static ProbeSet Create()
    {
        var set = Shop("new services")
            .Given("RegisterTaskDefinition", Instance.Replace("\"family\": \"web\"", "\"family\": \"instance\"", System.StringComparison.Ordinal));
        var service = set.Variants("CreateService", Service)
            .Answered("a service", """{ "clientToken": "one" }""", "service.status", "ACTIVE")
            .Answered("the same service again", """{ "clientToken": "one" }""", "service.status", "ACTIVE")
            .Refused("another service of this name", "{}", Invalid, "Creation of service was not idempotent");
        service = set.Variants("CreateService", Service.Replace("\"serviceName\": \"web\"", "\"serviceName\": \"other\"", System.StringComparison.Ordinal))
            .Refused("a name with a blank", """{ "serviceName": "a b" }""", Invalid)
            .Refused("a name of 256 characters", $$"""{ "serviceName": "{{new string('a', 256)}}" }""", Invalid)
            .Refused("no task definition", """{ "taskDefinition": null }""", Invalid, "TaskDefinition can not be blank")
            .Refused("a task definition that is not there", """{ "taskDefinition": "ghost" }""", Code, "TaskDefinition not found")
            .Refused("a cluster that is not there", """{ "cluster": "ghost" }""", "ClusterNotFoundException")
            .Refused("a cluster with a blank in its name", """{ "cluster": "my shop" }""", Invalid)
            .Refused("no desired count", """{ "desiredCount": null }""", Invalid)
            .Refused("-1 tasks", """{ "desiredCount": -1 }""", Invalid)
            .Refused("a daemon on Fargate", """{ "schedulingStrategy": "DAEMON", "desiredCount": null }""", Invalid, "The daemon scheduling strategy is not supported with the FARGATE launch type")
            .Refused("a daemon with a desired count", """{ "schedulingStrategy": "DAEMON" }""", Invalid)
            .Refused("an unknown scheduling strategy", """{ "schedulingStrategy": "SWARM" }""", Invalid, "scheduling strategy should be one of [")
            .Refused("a role", """{ "role": "arn:aws:iam::${account}:role/execution" }""", Invalid, "You cannot specify an IAM role for services that require a service linked role")
            .Refused("a client token of 37 characters", $$"""{ "clientToken": "{{new string('a', 37)}}" }""", Invalid)
            .Refused("a definition for instances", """{ "taskDefinition": "instance", "networkConfiguration": null }""", Invalid, "Task definition does not support launch_type FARGATE")
            .Refused("a network for a definition without one", """{ "taskDefinition": "instance", "launchType": "EC2" }""", Invalid, "Network Configuration is not valid for the given networkMode of this task definition")
            .Refused("a platform version on EC2", """{ "launchType": "EC2", "platformVersion": "1.4.0" }""", Invalid, "The platform version must be null when specifying an EC2 launch type")
            .Refused("an unknown platform version", """{ "platformVersion": "9.9.9" }""", "PlatformUnknownException")
            .Refused("placement constraints", """{ "placementConstraints": [{ "type": "distinctInstance" }] }""", Invalid, "Placement constraints are not supported with FARGATE launch type")
            .Refused("a placement strategy", """{ "placementStrategy": [{ "type": "spread", "field": "instanceId" }] }""", Invalid, "Placement strategies are not supported with FARGATE launch type")
            .Refused("no network", """{ "networkConfiguration": null }""", Invalid, "Network Configuration must be provided when networkMode 'awsvpc' is specified")
            .Refused("a grace period below 0", """{ "healthCheckGracePeriodSeconds": -1 }""", Invalid)
            .Refused("ECS Exec without a task role", """{ "enableExecuteCommand": true }""", Invalid, "valid taskRoleArn")
            .Refused("tags of everything", """{ "propagateTags": "ALL" }""", Invalid, "propagate tags should be one of [")
            .Refused("51 tags", $$"""{ "tags": [{{string.Join(',', Enumerable.Range(0, 51).Select(number => $$"""{ "key": "k{{number}}", "value": "v" }"""))}}] }""", Invalid)
            .Refused("a reserved tag", """{ "tags": [{ "key": "AWS:team", "value": "v" }] }""", Invalid)
            .Refused("zones rebalanced without room", """{ "availabilityZoneRebalancing": "ENABLED", "deploymentConfiguration": { "maximumPercent": 100, "minimumHealthyPercent": 0 } }""", Invalid);
        Capacity(service);
        Deployment(service);
        Balancing(service);
        Discovery(service);
        Volumes(service);
        return set;
    }

    private static void Capacity(ProbeVariants service) => service
        .Refused("a capacity provider and a launch type", """{ "capacityProviderStrategy": [{ "capacityProvider": "FARGATE", "weight": 1 }] }""", Invalid, "Specifying both a launch type and capacity provider strategy is not supported")
        .Refused("a capacity provider that the cluster has not", """{ "launchType": null, "capacityProviderStrategy": [{ "capacityProvider": "mine", "weight": 1 }] }""", Invalid, "not associated with the cluster")
        .Refused("two bases", """{ "launchType": null, "capacityProviderStrategy": [{ "capacityProvider": "FARGATE", "weight": 1, "base": 1 }, { "capacityProvider": "FARGATE_SPOT", "weight": 1, "base": 1 }] }""", Invalid, "with a base value defined")
        .Refused("weights of 0", """{ "launchType": null, "capacityProviderStrategy": [{ "capacityProvider": "FARGATE", "weight": 0 }, { "capacityProvider": "FARGATE_SPOT", "weight": 0 }] }""", Invalid, "with a weight value greater than zero");

    private static void Deployment(ProbeVariants service) => service.At("deploymentConfiguration")
        .Refused("101 percent healthy", """{ "minimumHealthyPercent": 101 }""", Invalid, "minimumHealthyPercent must be at most 100")
        .Refused("-1 percent healthy", """{ "minimumHealthyPercent": -1 }""", Invalid)
        .Refused("at most 99 percent", """{ "maximumPercent": 99 }""", Invalid)
        .Refused("no room", """{ "maximumPercent": 100, "minimumHealthyPercent": 100 }""", Invalid, "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments")
        .Refused("an unknown strategy", """{ "strategy": "SUDDEN" }""", Invalid, "strategy should be one of [")
        .Refused("half a circuit breaker", """{ "deploymentCircuitBreaker": { "enable": true } }""", Invalid)
        .Refused("alarms without names", """{ "alarms": { "alarmNames": [], "enable": true, "rollback": true } }""", Invalid)
        .Refused("a bake time of more than a day", """{ "strategy": "BLUE_GREEN", "bakeTimeInMinutes": 1441 }""", Invalid)
        .Refused("linear without traffic", """{ "strategy": "LINEAR" }""", Invalid)
        .Refused("canary without traffic", """{ "strategy": "CANARY" }""", Invalid)
        .Refused("a canary of another strategy", """{ "canaryConfiguration": { "canaryPercent": 5 } }""", Invalid);

    private static void Balancing(ProbeVariants service) => service
        .Refused("a classic load balancer", """{ "loadBalancers": [{ "loadBalancerName": "old", "containerName": "web", "containerPort": 80 }] }""", Invalid, "Classic Load Balancers are not supported with Fargate")
        .Refused("a load balancer of both kinds", """{ "loadBalancers": [{ "loadBalancerName": "old", "targetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:${account}:targetgroup/a/0123456789abcdef", "containerName": "web", "containerPort": 80 }] }""", Invalid, "loadBalancerName and targetGroupArn cannot both be specified")
        .Refused("a load balancer of neither kind", """{ "loadBalancers": [{ "containerName": "web", "containerPort": 80 }] }""", Invalid)
        .Refused("a container that is not there", """{ "loadBalancers": [{ "targetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:${account}:targetgroup/a/0123456789abcdef", "containerName": "ghost", "containerPort": 80 }] }""", Invalid, "The container ghost does not exist in the task definition")
        .Refused("a port that is not there", """{ "loadBalancers": [{ "targetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:${account}:targetgroup/a/0123456789abcdef", "containerName": "web", "containerPort": 81 }] }""", Invalid, "The container web did not have a container port 81 defined")
        .Refused("a target group that is not there", """{ "loadBalancers": [{ "targetGroupArn": "arn:aws:elasticloadbalancing:us-east-1:${account}:targetgroup/a/0123456789abcdef", "containerName": "web", "containerPort": 80 }] }""", Invalid);

    private static void Discovery(ProbeVariants service)
    {
        const string Arn = """ "registryArn": "arn:aws:servicediscovery:us-east-1:${account}:service/srv-1" """;
        service.At("serviceRegistries")
            .Refused("two registries", $$"""[{ {{Arn}} }, { {{Arn}} }]""", Invalid, "service registries can have at most 1 items")
            .Refused("the container port of an awsvpc network", $$"""[{ {{Arn}}, "containerName": "web", "containerPort": 80 }]""", Invalid, "The values specified for serviceRegistries do not require a value for 'containerPort'")
            .Refused("a registry of a container that is not there", $$"""[{ {{Arn}}, "containerName": "ghost", "containerPort": 80 }]""", Invalid)
            .Refused("a registry that is not an ARN", """[{ "registryArn": "mine" }]""", Invalid);
        service.At("serviceConnectConfiguration")
            .Refused("no namespace", """{ "enabled": true }""", Invalid, "Namespace is missing")
            .Refused("a port without a name", """{ "enabled": true, "namespace": "shop", "services": [{ "portName": "grpc" }] }""", Invalid, "portName(grpc) does not refer to any named PortMapping in the container definitions")
            .Refused("two aliases", """{ "enabled": true, "namespace": "shop", "services": [{ "portName": "http", "clientAliases": [{ "port": 80 }, { "port": 81 }] }] }""", Invalid, "clientAliases exceeds the max limit of 1")
            .Refused("an alias that is not a name", """{ "enabled": true, "namespace": "shop", "services": [{ "portName": "http", "clientAliases": [{ "port": 80, "dnsName": "my web" }] }] }""", Invalid, "The DNS name that you provided is invalid");
        service.Accepted("a named port", """{ "serviceName": "connected", "serviceConnectConfiguration": { "enabled": true, "namespace": "shop", "services": [{ "portName": "http", "clientAliases": [{ "port": 80, "dnsName": "web.shop" }] }] } }""");
    }

    private static void Volumes(ProbeVariants service) => service.At("volumeConfigurations")
        .Refused("a volume that is not there", """[{ "name": "ghost", "managedEBSVolume": { "sizeInGiB": 10, "roleArn": "arn:aws:iam::${account}:role/execution" } }]""", Invalid, "The volume name 'ghost' in your request does not have a matching volume in your Task Definition")
        .Refused("a volume without a size", """[{ "name": "data", "managedEBSVolume": { "roleArn": "arn:aws:iam::${account}:role/execution" } }]""", Invalid, "ECS managed EBS volume configuration was invalid")
        .Refused("throughput of another type", """[{ "name": "data", "managedEBSVolume": { "sizeInGiB": 10, "volumeType": "gp2", "throughput": 200, "roleArn": "arn:aws:iam::${account}:role/execution" } }]""", Invalid, "ECS managed EBS volume configuration was invalid")
        .Refused("operations of another type", """[{ "name": "data", "managedEBSVolume": { "sizeInGiB": 10, "volumeType": "gp2", "iops": 200, "roleArn": "arn:aws:iam::${account}:role/execution" } }]""", Invalid, "ECS managed EBS volume configuration was invalid");
}
