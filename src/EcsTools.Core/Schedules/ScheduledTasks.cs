using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Scheduler.Model;
using EcsTools.Aws;
using EcsTools.Identity;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Schedules;

/// <summary>The schedules of one account and region that run tasks.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class ScheduledTasks(AwsConnection connection)
{
    // How long EventBridge may not know a role that was just created.
    private static readonly TimeSpan RoleDelay = TimeSpan.FromSeconds(120);

    private readonly SchedulerStore _scheduler = new(connection);
    private readonly RuleStore _rules = new(connection);

    /// <summary>Works out what to do. Changes nothing.</summary>
    /// <param name="request">The requested schedule.</param>
    /// <param name="keep">Whether the schedule must exist and keeps what is not given; otherwise such values get their defaults.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The request is invalid, or names something that does not exist.</exception>
    public async Task<ScheduledTaskPlan> PlanAsync(ScheduledTaskRequest request, bool keep, CancellationToken cancellationToken)
    {
        ScheduleChecks.Request(request, connection.Clock.UtcNow);
        Task<ScheduleSpec?> FindAsync()
            => Store(request.Backend).FindAsync(request.Name, request.Group ?? ScheduleSpec.DefaultGroup, cancellationToken);
        var current = keep
            ? await FindAsync().ConfigureAwait(false)
            : await connection.UnlessDeniedAsync(FindAsync, null, $"The schedule '{request.Name}' was not looked up, so this plan takes it for new")
                .ConfigureAwait(false);
        if (keep && current is null)
        {
            throw await MissingAsync(request.Name, request.Group, cancellationToken).ConfigureAwait(false);
        }

        var target = await new ScheduleTarget(connection).PlanAsync(request, keep ? current : null, cancellationToken)
            .ConfigureAwait(false);
        var wanted = Wanted(request, keep ? current : null, target) with { Arn = current?.Arn ?? "", CreatedAt = current?.CreatedAt };
        if (request is { KeepsState: true, Enabled: null } && current is not null)
        {
            wanted = wanted with { Enabled = current.Enabled };
        }

        return new ScheduledTaskPlan(request, wanted)
        {
            Exists = current is not null,
            Outcome = wanted.ToModel(connection.Clock.UtcNow),
            Differences = wanted.DifferencesFrom(current),
            Network = target.Network,
            RolePlan = target.RolePlan,
            MakesGroup = current is null
                && request.Backend == ScheduleBackend.Scheduler
                && wanted.Group != ScheduleSpec.DefaultGroup
                && !await connection.UnlessDeniedAsync(() => _scheduler.HasGroupAsync(wanted.Group, cancellationToken), false, leftOut: null)
                    .ConfigureAwait(false),
        };
    }

    /// <summary>Carries out a plan.</summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>.</param>
    /// <param name="progress">Receives progress reports; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<ScheduledTask> ApplyAsync(
        ScheduledTaskPlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var journal = new CompletedSteps($"Schedule {plan.Wanted.Name}", 4, progress);
        return await journal.RunAsync(() => ApplyAsync(plan, journal, progress, cancellationToken)).ConfigureAwait(false);
    }

    private async Task<ScheduledTask> ApplyAsync(
        ScheduledTaskPlan plan, CompletedSteps journal, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var wanted = plan.Wanted;
        var noGroup = plan.MakesGroup ? await TryMakeGroupAsync(plan, cancellationToken).ConfigureAwait(false) : null;
        if (plan.MakesGroup && noGroup is null)
        {
            journal.Done($"schedule group {wanted.Group} created");
        }

        var roleIsNew = false;
        if (plan.RolePlan is { } rolePlan)
        {
            var role = await new EcsRoles(connection).ApplyAsync(rolePlan, progress, cancellationToken).ConfigureAwait(false);
            wanted = wanted with { RoleArn = role.RoleArn };
            if (rolePlan.Steps.Count > 0)
            {
                journal.Done($"role {role.RoleName} {role.Change.ToLowerInvariant()}");
            }

            roleIsNew = role.MayStillSpread(connection.Clock.UtcNow);
        }

        if (plan.Network is { } networkPlan)
        {
            var network = await new TaskNetworks(connection).ApplyAsync(networkPlan, progress, cancellationToken).ConfigureAwait(false);
            wanted = wanted with { SecurityGroups = network.SecurityGroups };
            if (networkPlan.Differences.Count > 0)
            {
                journal.Done($"security group {networkPlan.OwnGroup} completed");
            }
        }

        if (plan.Change != ChangeStatus.Unchanged)
        {
            journal.Doing($"Schedule {wanted.Name}");
            await PutAsync(wanted, plan.Exists, roleIsNew, noGroup, cancellationToken).ConfigureAwait(false);
        }

        var kept = await connection.UnlessDeniedAsync(
            () => Store(wanted.Backend).FindAsync(wanted.Name, wanted.Group, cancellationToken), null, leftOut: null).ConfigureAwait(false) ?? wanted;
        return kept.ToModel(connection.Clock.UtcNow) with { Change = plan.Change, Differences = plan.Exists ? plan.Differences : [] };
    }

    /// <summary>Finds schedules that run tasks.</summary>
    /// <param name="names">Names, with wildcards; null or empty for all.</param>
    /// <param name="group">Only schedules of this group; null for all groups.</param>
    /// <param name="backend">Only schedules of this service; null for both.</param>
    /// <param name="missing">Called with each name without wildcards that matches no schedule; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async IAsyncEnumerable<ScheduledTask> GetAsync(
        IReadOnlyList<string>? names,
        string? group,
        ScheduleBackend? backend,
        Action<EcsToolsException>? missing,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var name in NamePattern.ParseAll(names))
        {
            var any = false;
            var lists = Stores(backend, group).Select(store => (store.Kind, store.ListAsync(name, group, cancellationToken))).ToList();
            await foreach (var schedule in connection.UnlessAllDeniedAsync(lists, kind => $"{kind} are left out", cancellationToken).ConfigureAwait(false))
            {
                any = true;
                yield return schedule.ToModel(connection.Clock.UtcNow);
            }

            if (!any && !NamePattern.HasWildcard(name.Text) && missing is not null)
            {
                missing(await MissingAsync(name.Text, group, cancellationToken).ConfigureAwait(false));
            }
        }
    }

    /// <summary>Removes a schedule. Its role stays, because other schedules of the family may use it.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task RemoveAsync(ScheduledTask schedule, CancellationToken cancellationToken)
        => await Store(schedule).DeleteAsync(
            new ScheduleSpec
            {
                Name = schedule.ScheduleName,
                Backend = Backend(schedule),
                Group = schedule.Group ?? ScheduleSpec.DefaultGroup,
            },
            cancellationToken).ConfigureAwait(false);

    /// <summary>Enables or disables a schedule, and changes nothing else.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="enabled">Whether to enable it.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<ScheduledTask> SwitchAsync(ScheduledTask schedule, bool enabled, CancellationToken cancellationToken)
    {
        if (!enabled)
        {
            return await DisableAsync(schedule, cancellationToken).ConfigureAwait(false);
        }

        var plan = await PlanAsync(
            new ScheduledTaskRequest
            {
                Name = schedule.ScheduleName,
                Group = schedule.Group,
                Backend = Backend(schedule),
                Enabled = enabled,
            },
            keep: true,
            cancellationToken).ConfigureAwait(false);
        return await ApplyAsync(plan, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Disables a schedule. What it runs is not checked: a schedule whose cluster or task definition is gone can be disabled too.</summary>
    private async Task<ScheduledTask> DisableAsync(ScheduledTask schedule, CancellationToken cancellationToken)
    {
        var store = Store(schedule);
        var current = await store.FindAsync(schedule.ScheduleName, schedule.Group ?? ScheduleSpec.DefaultGroup, cancellationToken).ConfigureAwait(false)
            ?? throw await MissingAsync(schedule.ScheduleName, schedule.Group, cancellationToken).ConfigureAwait(false);
        if (current.Enabled)
        {
            await store.DisableAsync(current, cancellationToken).ConfigureAwait(false);
        }

        var disabled = current with { Enabled = false };
        return disabled.ToModel(connection.Clock.UtcNow) with
        {
            Change = current.Enabled ? ChangeStatus.Updated : ChangeStatus.Unchanged,
            Differences = disabled.DifferencesFrom(current),
        };
    }

    /// <summary>What to start in order to run a schedule's task now.</summary>
    /// <param name="schedule">The schedule.</param>
    public StartTaskRequest RunRequest(ScheduledTask schedule) => new()
    {
        TaskDefinition = schedule.TaskDefinitionArn,
        Cluster = schedule.ClusterArn,
        Count = schedule.TaskCount,
        Subnets = schedule.Subnets,
        SecurityGroups = schedule.SecurityGroups,
        AssignPublicIp = schedule.AssignPublicIp,
        OverridesJson = schedule.Overrides,
        StartedBy = schedule.StartedBy,
    };

    /// <summary>Whether the name of a task definition contains a revision.</summary>
    /// <param name="taskDefinition">Family, <c>family:revision</c> or ARN.</param>
    public static bool NamesRevision(string taskDefinition) => TaskDefinitionName.RevisionOf(taskDefinition) is not null;

    private static ScheduleSpec Wanted(ScheduledTaskRequest request, ScheduleSpec? kept, ScheduleTargetPlan target) => target.Spec with
    {
        Name = request.Name,
        Backend = request.Backend,
        Group = request.Group ?? kept?.Group ?? ScheduleSpec.DefaultGroup,
        Expression = request.Expression?.Text ?? kept?.Expression ?? throw ScheduleProblems.Wrong(
            ErrorCodes.NoScheduleExpression, "Every", null, "The schedule is new, and it does not say when it runs.", "Give one of -Every, -Cron, -At or "
                + "-Expression."),
        TimeZone = request.TimeZone?.Name ?? kept?.TimeZone ?? "UTC",
        Enabled = request.Enabled ?? kept?.Enabled ?? true,
        Description = request.Description ?? kept?.Description,
        StartDate = request.StartDate ?? kept?.StartDate,
        EndDate = request.EndDate ?? kept?.EndDate,
        FlexibleMinutes = request.FlexibleWindow is { } window ? (int)window.TotalMinutes : kept?.FlexibleMinutes ?? 0,
        RetryAttempts = request.RetryAttempts ?? kept?.RetryAttempts,
        MaximumEventAgeSeconds = request.MaximumEventAge is { } age ? (int)age.TotalSeconds : kept?.MaximumEventAgeSeconds,
        DeadLetterArn = request.DeadLetterArn ?? kept?.DeadLetterArn,
        Count = request.Count ?? kept?.Count ?? 1,
    };

    /// <summary>Creates a group. Returns the error if that is refused: the group may exist, if the caller could not look it up.</summary>
    private async Task<Exception?> TryMakeGroupAsync(ScheduledTaskPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            await _scheduler.MakeGroupAsync(plan.Wanted.Group, plan.Request.CreatedTags, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception refused) when (AccessDenial.Find(refused) is not null)
        {
            return refused;
        }
    }

    private async Task PutAsync(ScheduleSpec wanted, bool exists, bool roleIsNew, Exception? noGroup, CancellationToken cancellationToken)
    {
        try
        {
            await connection.Clock.RetryAsync(
                () => Store(wanted.Backend).PutAsync(wanted, exists, cancellationToken),
                problem => roleIsNew && RoleProblems.IsTargetRoleDelay(problem),
                RoleDelay,
                cancellationToken).ConfigureAwait(false);
        }
        catch (ConflictException)
        {
            throw ScheduleProblems.NameTaken(wanted.Name, "schedule");
        }
        catch (ResourceNotFoundException) when (noGroup is not null)
        {
            ExceptionDispatchInfo.Capture(noGroup).Throw();
        }
    }

    private async Task<EcsToolsException> MissingAsync(string name, string? group, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var schedule in GetAsync(null, null, null, null, cancellationToken).ConfigureAwait(false))
        {
            names.Add(schedule.ScheduleName);
        }

        return new EcsToolsException(
            ErrorCodes.ScheduleNotFound,
            $"There is no schedule '{name}' that runs tasks in {connection.Region}{(group is null ? "" : $", group {group}")}.",
            NearestNames.Suggest(
                name,
                names,
                $"See the schedules with Get-EcsScheduledTask, or create it: New-EcsScheduledTask {name} -TaskDefinition <family> "
                    + "-Cluster <cluster> -Every 1d"),
            "Name",
            name);
    }

    private static ScheduleBackend Backend(ScheduledTask schedule)
        => schedule.Backend == nameof(ScheduleBackend.Rule) ? ScheduleBackend.Rule : ScheduleBackend.Scheduler;

    private IScheduleStore Store(ScheduledTask schedule) => Store(Backend(schedule));

    private IScheduleStore Store(ScheduleBackend backend) => backend == ScheduleBackend.Rule ? _rules : _scheduler;

    /// <summary>Rules have no groups, so a request with a group is about EventBridge Scheduler.</summary>
    private IEnumerable<IScheduleStore> Stores(ScheduleBackend? backend, string? group)
        => new[] { ScheduleBackend.Scheduler, ScheduleBackend.Rule }
            .Where(kind => (backend ?? kind) == kind && (group is null || kind == ScheduleBackend.Scheduler))
            .Select(Store);
}
