using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Scheduler.Model;

namespace EcsTools.Campaigns.Durability.Kinds;

internal sealed class ScheduleGroupKind : DurableKind
{
    public override string Name => "schedule-group";

    public override Task AddAsync(SandboxTarget target, string name, CancellationToken cancellationToken)
        => target.Connection.Scheduler.CreateScheduleGroupAsync(new CreateScheduleGroupRequest { Name = name }, cancellationToken);

    public override Task DeleteAsync(SandboxTarget target, string name, CancellationToken cancellationToken)
        => target.Connection.Scheduler.DeleteScheduleGroupAsync(new DeleteScheduleGroupRequest { Name = name }, cancellationToken);

    public override async Task<ISet<string>> FindAsync(SandboxTarget target, IReadOnlyCollection<string> names)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            try
            {
                found.Add((await target.Connection.Scheduler.GetScheduleGroupAsync(new GetScheduleGroupRequest { Name = name })).Name);
            }
            catch (ResourceNotFoundException)
            {
                // It is not there.
            }
        }

        return found;
    }
}
