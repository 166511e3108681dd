namespace EcsTools.Models;

/// <summary>Permissions that <see cref="IamPolicySet.Tutorial"/> lacks, by what they are for.</summary>
public enum IamPolicyAddition
{
    /// <summary>Create repositories, change their settings, list and delete images.</summary>
    Images,

    /// <summary>Create the roles of tasks and schedules within a permissions boundary, and pass them to ECS and EventBridge.</summary>
    Roles,

    /// <summary>Read log streams, and set the retention period and the tags of log groups.</summary>
    Logs,

    /// <summary>Tag the security groups that EcsTools creates, and create the namespaces of services that call each other by name.</summary>
    Network,

    /// <summary>List, create, change and delete schedules.</summary>
    Schedules,

    /// <summary>Scale services on a schedule.</summary>
    Scaling,

    /// <summary>Change load balancers and target groups, read the health of targets, and look up certificates.</summary>
    Routing,

    /// <summary>See and replace the deployer's own access keys.</summary>
    Keys,

    /// <summary>All of these.</summary>
    All,
}
