namespace EcsTools.Models;

/// <summary>What a finding about an app or a service is.</summary>
public enum FargateAppFindingCode
{
    /// <summary>An access key of AWS is in the environment variables of a container, or in a secret that becomes one.</summary>
    AccessKeyInEnvironment,

    /// <summary>The security groups of the tasks do not admit the load balancer at the port of the container.</summary>
    BalancerNotAdmitted,

    /// <summary>The caller lacks a permission that publishing the app needs.</summary>
    CallerLacksPermission,

    /// <summary>The task definition was deregistered, so no deployment can use it.</summary>
    DefinitionInactive,

    /// <summary>The program starts more slowly than the health checks of the load balancer allow.</summary>
    GraceTooShort,

    /// <summary>The path of the load balancer's health check is not answered with a status of a healthy program.</summary>
    HealthPathFails,

    /// <summary>The image of a container is not in its repository in ECR.</summary>
    ImageMissing,

    /// <summary>The image has the tag latest, or no tag, and no digest.</summary>
    LatestTag,

    /// <summary>The program listens only on the loopback address of its container.</summary>
    ListensOnLoopback,

    /// <summary>The log group of a container does not exist, and the log driver does not create it.</summary>
    LogGroupMissing,

    /// <summary>The log group keeps its lines for ever.</summary>
    LogsKeptForever,

    /// <summary>Tasks cannot reach the registry, the log or the secrets from their subnets.</summary>
    NoWayOut,

    /// <summary>The task definition cannot run on Fargate.</summary>
    NotForFargate,

    /// <summary>The image is built for another processor than the tasks run on.</summary>
    PlatformDiffers,

    /// <summary>The program listens on another port than the one that gets the requests.</summary>
    PortDiffers,

    /// <summary>The task definition does not have the container port that gets the requests.</summary>
    PortNotMapped,

    /// <summary>The Dockerfile does not say which port gets the requests.</summary>
    PortUnknown,

    /// <summary>The program ended by itself when the image was tried.</summary>
    ProgramEnds,

    /// <summary>A quota of the load balancer or the account is almost used up.</summary>
    QuotaNear,

    /// <summary>The execution role or the task role does not exist.</summary>
    RoleMissing,

    /// <summary>The execution role or the task role does not trust ecs-tasks.amazonaws.com.</summary>
    RoleNotTrusted,

    /// <summary>The execution role may not read a secret of the task definition.</summary>
    SecretDenied,

    /// <summary>A security group of the service does not exist.</summary>
    SecurityGroupMissing,

    /// <summary>Fargate does not have the pair of CPU and memory.</summary>
    SizeInvalid,

    /// <summary>A subnet of the service does not exist.</summary>
    SubnetMissing,

    /// <summary>A target group of the service does not exist.</summary>
    TargetGroupMissing,

    /// <summary>A target group of the service does not have the target type ip.</summary>
    TargetGroupType,

    /// <summary>No listener forwards to a target group of the service.</summary>
    TargetGroupUnused,
}
