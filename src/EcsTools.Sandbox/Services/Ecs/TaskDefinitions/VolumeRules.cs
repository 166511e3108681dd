using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

/// <summary>Refuses what ECS refuses in volumes, and in what containers mount.</summary>
internal static class VolumeRules
{
    private static readonly string[] NotOnFargate = ["dockerVolumeConfiguration", "fsxWindowsFileServerVolumeConfiguration"];

    public static void Check(JsonObject definition, IReadOnlyList<JsonObject> containers, bool fargate)
    {
        var volumes = definition.Objects("volumes");
        var names = new HashSet<string>(System.StringComparer.Ordinal);
        foreach (var volume in volumes)
        {
            CheckVolume(volume, names, fargate);
        }

        var mounted = new HashSet<string?>(
            containers.SelectMany(container => container.Objects("mountPoints")).Select(mount => mount.Text("sourceVolume")), System.StringComparer.Ordinal);
        if (mounted.FirstOrDefault(name => name is null || !names.Contains(name)) is { } unknown)
        {
            throw EcsErrors.Client($"Unknown volume '{unknown}'.");
        }

        var unused = volumes
            .Where(volume => volume.Flag("configuredAtLaunch") == true && !mounted.Contains(volume.Text("name")))
            .Select(volume => volume.Text("name"))
            .ToList();
        if (unused.Count > 0)
        {
            throw EcsErrors.Client($"Volumes [{string.Join(", ", unused)}] are not referenced by any of the containers.");
        }

        CheckSources(containers);
    }

    private static void CheckVolume(JsonObject volume, HashSet<string> names, bool fargate)
    {
        var name = volume.Text("name") ?? "";
        if (!EcsNames.IsName(name))
        {
            throw EcsErrors.Client("Volume.name contains invalid characters.");
        }

        if (!names.Add(name))
        {
            throw EcsErrors.Client($"Volume names must be unique. Duplicate: {name}");
        }

        if (fargate && volume.Object("host")?.Text("sourcePath") is not null)
        {
            throw EcsErrors.NotOnFargate("sourcePath");
        }

        if (fargate && NotOnFargate.FirstOrDefault(member => volume.Object(member) is not null) is { } unsupported)
        {
            throw EcsErrors.NotOnFargate(unsupported);
        }

        if (volume.Object("efsVolumeConfiguration") is { } efs)
        {
            CheckEfs(efs);
        }
    }

    private static void CheckEfs(JsonObject efs)
    {
        var isEncrypted = efs.Text("transitEncryption") == "ENABLED";
        var authorization = efs.Object("authorizationConfig");
        if (efs.Integer("transitEncryptionPort") is not null && !isEncrypted)
        {
            throw EcsErrors.Client("TransitEncryptionPort requires that TransitEncryption is enabled.");
        }

        if (authorization?.Text("iam") == "ENABLED" && !isEncrypted)
        {
            throw EcsErrors.Client("EFS IAM authorization requires TransitEncryption to be enabled.");
        }

        if (authorization?.Text("accessPointId") is null)
        {
            return;
        }

        if (!isEncrypted)
        {
            throw EcsErrors.Client("EFS Access Points requires TransitEncryption to be enabled.");
        }

        if (efs.Text("rootDirectory") is { Length: > 0 } root && root != "/")
        {
            throw EcsErrors.Client("When using an EFS access point, the root directory must either be set to \"/\" or be omitted.");
        }
    }

    private static void CheckSources(IReadOnlyList<JsonObject> containers)
    {
        foreach (var container in containers)
        {
            foreach (var from in container.Objects("volumesFrom"))
            {
                var source = from.Text("sourceContainer");
                if (source == container.Text("name") || containers.All(other => other.Text("name") != source))
                {
                    throw EcsErrors.Client($"Invalid 'volumesFrom' setting. Unknown container: '{source}'.");
                }
            }
        }
    }
}
