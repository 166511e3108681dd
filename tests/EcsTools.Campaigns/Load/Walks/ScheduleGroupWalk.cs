using System.Threading.Tasks;
using Amazon.Scheduler.Model;

namespace EcsTools.Campaigns.Load.Walks;

internal sealed class ScheduleGroupWalk : IWalk
{
    public async Task<string?> GoAsync(LoadTarget target, string name)
    {
        await target.SendAsync(target.Scheduler.CreateScheduleGroupAsync(new CreateScheduleGroupRequest { Name = name }));
        var read = await target.SendAsync(target.Scheduler.GetScheduleGroupAsync(new GetScheduleGroupRequest { Name = name }));
        await target.SendAsync(target.Scheduler.DeleteScheduleGroupAsync(new DeleteScheduleGroupRequest { Name = name }));
        return read.State == "ACTIVE" ? null : $"schedule group {name} is {read.State}";
    }
}
