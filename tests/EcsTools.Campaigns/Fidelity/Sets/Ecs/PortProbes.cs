using static EcsTools.Campaigns.Fidelity.Sets.Ecs.EcsRequests;

namespace EcsTools.Campaigns.Fidelity.Sets.Ecs;

/// <summary>RegisterTaskDefinition: port mappings.</summary>
internal static class PortProbes
{
    public static ProbeSet Create()
    {
        var set = new ProbeSet("ecs", "ports");
        set.Variants("RegisterTaskDefinition", Fargate).At("containerDefinitions.0")
            .Answered("a port", Ports("""{ "containerPort": 80 }"""), "taskDefinition.containerDefinitions.0.portMappings.0.hostPort", "80")
            .Refused("port 0", Ports("""{ "containerPort": 0 }"""), Code, "Invalid 'containerPort' setting for container 'web'")
            .Refused("port 65536", Ports("""{ "containerPort": 65536 }"""), Code, "Invalid 'containerPort' setting for container 'web'")
            .Refused("no port", Ports("""{ "protocol": "tcp" }"""), Code, "Invalid 'containerPort' setting for container 'web'")
            .Refused("another host port", Ports("""{ "containerPort": 80, "hostPort": 8080 }"""), Code, "When networkMode=awsvpc, the host ports and container ports in port mappings must match")
            .Refused("a port twice", Ports("""{ "containerPort": 80 }, { "containerPort": 80 }"""), Code, "container port is used multiple times in task")
            .Accepted("a port for both protocols", Ports("""{ "containerPort": 53 }, { "containerPort": 53, "protocol": "udp" }"""))
            .Refused("an unknown protocol", Ports("""{ "containerPort": 80, "protocol": "sctp" }"""), Code)
            .Accepted("a name", Ports("""{ "containerPort": 80, "name": "http", "appProtocol": "http2" }"""))
            .Refused("a name in capitals", Ports("""{ "containerPort": 80, "name": "HTTP" }"""), Code)
            .Refused("a name of 65 characters", Ports($$"""{ "containerPort": 80, "name": "{{new string('a', 65)}}" }"""), Code)
            .Refused("a name twice", Ports("""{ "containerPort": 80, "name": "http" }, { "containerPort": 81, "name": "http" }"""), Code, "port mapping name is already used")
            .Refused("an application protocol without a name", Ports("""{ "containerPort": 80, "appProtocol": "http" }"""), Code)
            .Refused("an unknown application protocol", Ports("""{ "containerPort": 80, "name": "a", "appProtocol": "ftp" }"""), Code)
            .Accepted("a range", Ports("""{ "containerPortRange": "8000-8010" }"""))
            .Refused("a range that is reversed", Ports("""{ "containerPortRange": "8010-8000" }"""), Code, "Invalid 'containerPortRange' setting")
            .Refused("a range of words", Ports("""{ "containerPortRange": "a-b" }"""), Code, "Invalid 'containerPortRange' setting")
            .Refused("a range above 65535", Ports("""{ "containerPortRange": "65530-65540" }"""), Code, "Invalid 'containerPortRange' setting")
            .Refused("a range and a port", Ports("""{ "containerPortRange": "8000-8010", "containerPort": 80 }"""), Code, "cannot specify both single port and port range")
            .Refused("ranges that overlap", Ports("""{ "containerPortRange": "8000-8010" }, { "containerPortRange": "8005-8020" }"""), Code, "container port is used multiple times in task");
        set.Variants("RegisterTaskDefinition", Fargate)
            .Refused("a port of two containers", """{ "containerDefinitions": { "0": { "portMappings": [{ "containerPort": 80 }] }, "1": { "name": "b", "image": "b", "portMappings": [{ "containerPort": 80 }] } } }""", Code, "container port is used multiple times in task");
        set.Variants("RegisterTaskDefinition", Instance)
            .Accepted("a port of two containers in a bridge network", """{ "containerDefinitions": { "0": { "portMappings": [{ "containerPort": 80 }] }, "1": { "name": "b", "image": "b", "memory": 9, "portMappings": [{ "containerPort": 80 }] } } }""")
            .Accepted("another host port in a bridge network", """{ "containerDefinitions": { "0": { "portMappings": [{ "containerPort": 80, "hostPort": 8080 }] } } }""")
            .Refused("another host port in the host's network", """{ "networkMode": "host", "containerDefinitions": { "0": { "portMappings": [{ "containerPort": 80, "hostPort": 8080 }] } } }""", Code, "When networkMode=host, the host ports and container ports in port mappings must match")
            .Refused("host port 65536", """{ "containerDefinitions": { "0": { "portMappings": [{ "containerPort": 80, "hostPort": 65536 }] } } }""", Code);
        return set;
    }

    private static string Ports(string mappings) => $$"""{ "portMappings": [{{mappings}}] }""";
}
