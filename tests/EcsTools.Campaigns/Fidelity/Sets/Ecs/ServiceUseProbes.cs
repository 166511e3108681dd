using System.Linq;
using static EcsTools.Campaigns.Fidelity.Sets.Ecs.EcsRequests;

namespace EcsTools.Campaigns.Fidelity.Sets.Ecs;

/// <summary>UpdateService, DeleteService, DescribeServices, ListServices, and the operations on service deployments.</summary>
internal static class ServiceUseProbes
{
    private const string Gone = "ServiceNotFoundException";

    public static ProbeSet Create()
    {
        var set = Shop("services").Given("CreateService", Service, "service=service.serviceArn");
        set.Variants("UpdateService", """{ "cluster": "shop", "service": "web" }""")
            .Accepted("nothing new")
            .Answered("one task", """{ "desiredCount": 1 }""", "service.desiredCount", "1")
            .Refused("a service that is not there", """{ "service": "ghost" }""", Gone, "Service not found")
            .Refused("a service with a blank in its name", """{ "service": "my web" }""", Invalid)
            .Refused("a service of another cluster", """{ "service": "arn:aws:ecs:us-east-1:${account}:service/other/web" }""", Invalid, "Invalid identifier: Identifier is for other. Your cluster is shop")
            .Refused("a service of another region", """{ "service": "arn:aws:ecs:eu-west-1:${account}:service/shop/web" }""", Invalid, "Invalid Region in ARN")
            .Refused("a definition that is not there", """{ "taskDefinition": "ghost" }""", Code, "TaskDefinition not found")
            .Refused("-1 tasks", """{ "desiredCount": -1 }""", Invalid)
            .Refused("placement constraints", """{ "placementConstraints": [{ "type": "distinctInstance" }] }""", Invalid)
            .Refused("a port without a name", """{ "serviceConnectConfiguration": { "enabled": true, "namespace": "shop", "services": [{ "portName": "grpc" }] } }""", Invalid, "portName(grpc) does not refer to any named PortMapping")
            .Refused("a volume that is not there", """{ "volumeConfigurations": [{ "name": "ghost" }] }""", Invalid, "The volume name 'ghost'")
            .Refused("101 percent healthy", """{ "deploymentConfiguration": { "minimumHealthyPercent": 101 } }""", Invalid, "minimumHealthyPercent must be at most 100");
        Describe(set);
        Deployments(set);
        Delete(set);
        return set;
    }

    private static void Describe(ProbeSet set)
    {
        set.Variants("DescribeServices", """{ "cluster": "shop", "services": ["web"] }""")
            .Answered("a service", "{}", "services.0.serviceName", "web")
            .Answered("a service that is not there", """{ "services": ["ghost"] }""", "failures.0.reason", "MISSING")
            .Refused("no service", """{ "services": [] }""", Invalid, "Services cannot be empty")
            .Refused("eleven services", $$"""{ "services": [{{string.Join(',', Enumerable.Range(0, 11).Select(number => $"\"s{number}\""))}}] }""", Invalid, "can have at most 10 items")
            .Refused("a service with a blank in its name", """{ "services": ["my web"] }""", Invalid)
            .Refused("a cluster that is not there", """{ "cluster": "ghost" }""", "ClusterNotFoundException")
            .Refused("the default cluster", """{ "cluster": null, "services": ["${service}"] }""", $"{Invalid}|ClusterNotFoundException")
            .Refused("an unknown part", """{ "include": ["EVENTS"] }""", Invalid, "include should be one of [TAGS]");
        set.Variants("ListServices", """{ "cluster": "shop" }""")
            .Answered("the services", "{}", "serviceArns.0", "${service}")
            .Answered("those of another launch type", """{ "launchType": "EC2" }""", "serviceArns.length", "0")
            .Refused("101 results", """{ "maxResults": 101 }""", Invalid)
            .Refused("a token that is none", """{ "nextToken": "no token" }""", Invalid, "Invalid token")
            .Refused("an unknown launch type", """{ "launchType": "MOON" }""", Invalid, "launch type should be one of [");
    }

    private static void Deployments(ProbeSet set)
    {
        set.Variants("ListServiceDeployments", """{ "cluster": "shop", "service": "web" }""")
            .Accepted("the deployments of a service")
            .Refused("a service that is not there", """{ "service": "ghost" }""", Gone)
            .Refused("101 results", """{ "maxResults": 101 }""", Invalid)
            .Refused("an unknown status", """{ "status": ["DONE"] }""", Invalid);
        set.Variants("DescribeServiceDeployments", """{ "serviceDeploymentArns": ["web"] }""")
            .Refused("a name", "{}", Invalid)
            .Refused("none", """{ "serviceDeploymentArns": [] }""", Invalid)
            .Answered("one that is not there", """{ "serviceDeploymentArns": ["arn:aws:ecs:us-east-1:${account}:service-deployment/shop/web/aaaaaaaaaaaaaaaaaaaaa"] }""", "failures.0.reason", "MISSING");
        set.Refused("StopServiceDeployment", "one that is not there", """{ "serviceDeploymentArn": "arn:aws:ecs:us-east-1:${account}:service-deployment/shop/web/aaaaaaaaaaaaaaaaaaaaa" }""", "ServiceDeploymentNotFoundException");
    }

    private static void Delete(ProbeSet set) => set.Variants("DeleteService", """{ "cluster": "shop", "service": "web" }""")
        .Refused("a service with tasks", "{}", Invalid, "The service cannot be stopped while it is scaled above 0")
        .Refused("a service that is not there", """{ "service": "ghost" }""", Gone, "Service not found")
        .Answered("a service with tasks, by force", """{ "force": true }""", "service.status", "DRAINING");
}
