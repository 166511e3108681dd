using System;

namespace EcsTools.Services;

/// <summary>The settings of a service that a plan compares. Each is a member of UpdateService, and a revision of the service has some of them.</summary>
[Flags]
internal enum ServiceSetting
{
    None = 0,
    TaskDefinition = 1,
    DesiredCount = 1 << 1,
    CapacityProviderStrategy = 1 << 2,
    PlatformVersion = 1 << 3,
    NetworkConfiguration = 1 << 4,
    DeploymentConfiguration = 1 << 5,
    LoadBalancers = 1 << 6,
    HealthCheckGracePeriodSeconds = 1 << 7,
    ServiceConnectConfiguration = 1 << 8,
    EnableExecuteCommand = 1 << 9,
    AvailabilityZoneRebalancing = 1 << 10,

    /// <summary>The settings whose change replaces the tasks.</summary>
    Deploying = TaskDefinition | CapacityProviderStrategy | NetworkConfiguration | LoadBalancers | ServiceConnectConfiguration | EnableExecuteCommand,
}
