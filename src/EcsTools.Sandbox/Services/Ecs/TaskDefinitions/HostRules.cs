using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

/// <summary>Refuses what a container cannot have because of where it runs: in an awsvpc network, or on Fargate.</summary>
internal static class HostRules
{
    private static readonly string[] NotOnFargate = ["dockerSecurityOptions", "credentialSpecs"];

    private static readonly string[] LinuxNotOnFargate = ["devices", "sharedMemorySize", "tmpfs", "maxSwap", "swappiness"];

    /// <summary>The members that an awsvpc network sets itself, with the words for them.</summary>
    private static readonly (string Member, string Refusal)[] NotInAwsvpc =
    [
        ("links", "Links are not supported when networkMode=awsvpc."),
        ("hostname", "hostname is not supported on container when networkMode=awsvpc."),
        ("dnsServers", "DNS servers are not supported on container when networkMode=awsvpc."),
        ("dnsSearchDomains", "DNS search domains are not supported on container when networkMode=awsvpc."),
        ("extraHosts", "Extra hosts are not supported on container when networkMode=awsvpc."),
        ("disableNetworking", "Disable Networking is not supported on container when networkMode=awsvpc."),
    ];

    public static void CheckAwsvpc(JsonObject container)
    {
        foreach (var (member, refusal) in NotInAwsvpc)
        {
            if (IsSet(container[member]))
            {
                throw EcsErrors.Client(refusal);
            }
        }
    }

    public static void CheckFargate(JsonObject container)
    {
        if (container.Flag("privileged") == true)
        {
            throw EcsErrors.Client("Fargate requires that the 'privileged' setting be 'false'.");
        }

        var linux = container.Object("linuxParameters") ?? [];
        var unsupported = NotOnFargate.Where(member => IsSet(container[member])).Concat(LinuxNotOnFargate.Where(member => IsSet(linux[member])));
        if (unsupported.FirstOrDefault() is { } first)
        {
            throw EcsErrors.NotOnFargate(first);
        }

        if (linux.Object("capabilities")?.Texts("add").FirstOrDefault(capability => capability != "SYS_PTRACE") is { } added)
        {
            throw EcsErrors.Client($"{added} is not allowed on Fargate.");
        }

        if (container.Objects("resourceRequirements").Count > 0)
        {
            throw EcsErrors.Client("Tasks using the Fargate launch type do not support GPU resource requirements.");
        }
    }

    private static bool IsSet(JsonNode? member) => member switch
    {
        null => false,
        JsonArray array => array.Count > 0,
        JsonObject => true,
        _ => member.GetValueKind() is not System.Text.Json.JsonValueKind.False,
    };
}
