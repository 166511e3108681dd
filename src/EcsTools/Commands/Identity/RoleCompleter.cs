using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Identity;
using EcsTools.Pipeline.Completion;

namespace EcsTools.Commands.Identity;

/// <summary>Completes names of roles that a service may assume.</summary>
public abstract class RoleCompleter : AwsCompleter
{
    /// <summary>The service, such as <c>ecs-tasks.amazonaws.com</c>.</summary>
    protected abstract string Service { get; }

    /// <summary>Whether the parameter needs ARNs.</summary>
    protected virtual bool ByArn => false;

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection, string scope, CancellationToken cancellationToken)
        => (await new RoleNames(connection).ListAsync(Service, cancellationToken).ConfigureAwait(false))
            .Select(role => new KeyValuePair<string, string>(ByArn ? role.Arn : role.Name, $"Role that {Service} may assume")).ToList();
}

/// <summary>Completes names of roles for tasks.</summary>
public sealed class TaskRoleCompleter : RoleCompleter
{
    /// <inheritdoc/>
    protected override string Service => "ecs-tasks.amazonaws.com";
}

/// <summary>Completes ARNs of roles for tasks.</summary>
public sealed class TaskRoleArnCompleter : RoleCompleter
{
    /// <inheritdoc/>
    protected override string Service => "ecs-tasks.amazonaws.com";

    /// <inheritdoc/>
    protected override bool ByArn => true;
}

/// <summary>Completes ARNs of roles for EventBridge Scheduler.</summary>
public sealed class ScheduleRoleArnCompleter : RoleCompleter
{
    /// <inheritdoc/>
    protected override string Service => "scheduler.amazonaws.com";

    /// <inheritdoc/>
    protected override bool ByArn => true;
}

/// <summary>Completes ARNs of roles with which ECS changes load balancers.</summary>
public sealed class LoadBalancerRoleArnCompleter : RoleCompleter
{
    /// <inheritdoc/>
    protected override string Service => "ecs.amazonaws.com";

    /// <inheritdoc/>
    protected override bool ByArn => true;
}
