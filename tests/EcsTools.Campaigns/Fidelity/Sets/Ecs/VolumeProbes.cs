using static EcsTools.Campaigns.Fidelity.Sets.Ecs.EcsRequests;

namespace EcsTools.Campaigns.Fidelity.Sets.Ecs;

/// <summary>RegisterTaskDefinition: volumes and mounts.</summary>
internal static class VolumeProbes
{
    public static ProbeSet Create()
    {
        var set = new ProbeSet("ecs", "volumes");
        set.Variants("RegisterTaskDefinition", Fargate)
            .Accepted("a volume", """{ "volumes": [{ "name": "data" }], "containerDefinitions": { "0": { "mountPoints": [{ "sourceVolume": "data", "containerPath": "/data" }] } } }""")
            .Refused("an unknown volume", """{ "containerDefinitions": { "0": { "mountPoints": [{ "sourceVolume": "data", "containerPath": "/data" }] } } }""", Code, "Unknown volume 'data'")
            .Refused("a volume twice", """{ "volumes": [{ "name": "data" }, { "name": "data" }] }""", Code)
            .Refused("a volume with a blank in its name", """{ "volumes": [{ "name": "my data" }] }""", Code)
            .Refused("a folder of the host", """{ "volumes": [{ "name": "data", "host": { "sourcePath": "/data" } }] }""", Code, "Fargate compatible task definitions do not support sourcePath")
            .Refused("a Docker volume", """{ "volumes": [{ "name": "data", "dockerVolumeConfiguration": { "scope": "task", "driver": "local" } }] }""", Code, "Fargate compatible task definitions do not support dockerVolumeConfiguration")
            .Refused("an FSx file system", """{ "volumes": [{ "name": "data", "fsxWindowsFileServerVolumeConfiguration": { "fileSystemId": "fs-1", "rootDirectory": "share", "authorizationConfig": { "credentialsParameter": "a", "domain": "b" } } }] }""", Code)
            .Refused("volumes from an unknown container", """{ "containerDefinitions": { "0": { "volumesFrom": [{ "sourceContainer": "ghost" }] } } }""", Code, "Invalid 'volumesFrom' setting. Unknown container: 'ghost'")
            .Accepted("volumes from another container", """{ "containerDefinitions": { "1": { "name": "side", "image": "side", "volumesFrom": [{ "sourceContainer": "web", "readOnly": true }] } } }""")
            .Refused("a volume that is configured at launch and not mounted", """{ "volumes": [{ "name": "data", "configuredAtLaunch": true }] }""", Code, "Volumes [data] are not referenced by any of the containers");
        set.Variants("RegisterTaskDefinition", Fargate).At("volumes")
            .Accepted("an EFS file system", Efs(""" "rootDirectory": "/data" """))
            .Accepted("an access point", Efs(""" "transitEncryption": "ENABLED", "authorizationConfig": { "accessPointId": "fsap-1", "iam": "ENABLED" } """))
            .Refused("an access point and a folder", Efs(""" "transitEncryption": "ENABLED", "rootDirectory": "/data", "authorizationConfig": { "accessPointId": "fsap-1" } """), Code, "the root directory must either be set to \"/\" or be omitted")
            .Refused("IAM without encryption", Efs(""" "authorizationConfig": { "iam": "ENABLED" } """), Code, "EFS IAM authorization requires TransitEncryption to be enabled")
            .Refused("a port without encryption", Efs(""" "transitEncryptionPort": 2049 """), Code, "TransitEncryptionPort requires that TransitEncryption is enabled");
        set.Variants("RegisterTaskDefinition", Instance).At("volumes")
            .Accepted("a folder of the host on EC2", """[{ "name": "data", "host": { "sourcePath": "/data" } }]""")
            .Accepted("a Docker volume on EC2", """[{ "name": "data", "dockerVolumeConfiguration": { "scope": "task" } }]""");
        return set;
    }

    private static string Efs(string members) => $$"""[{ "name": "data", "efsVolumeConfiguration": { "fileSystemId": "fs-12345678", {{members}} } }]""";
}
