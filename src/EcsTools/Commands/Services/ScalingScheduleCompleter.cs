using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Services;
using EcsTools.Services.Scaling;

namespace EcsTools.Commands.Services;

/// <summary>Completes the scheduled scaling changes of the service on the command line.</summary>
public sealed class ScalingScheduleCompleter : ServiceScopedCompleter
{
    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection, ServiceReference service, CancellationToken cancellationToken)
    {
        var plan = await new ServiceScaling(connection).PlanAsync(new ServiceScalingRequest { Service = service }, cancellationToken).ConfigureAwait(false);
        return plan.Current.Schedules.Select(schedule => new KeyValuePair<string, string>(schedule.ScheduleName,
            $"{schedule.ScheduleName}, {schedule.Expression}")).ToList();
    }
}
