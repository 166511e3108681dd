namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The task counts of a service revision.</summary>
/// <param name="RevisionArn">The revision.</param>
/// <param name="Requested">How many tasks it is to have.</param>
/// <param name="Running">How many tasks run.</param>
/// <param name="Pending">How many tasks do not run yet.</param>
internal sealed record RevisionCounts(string RevisionArn, int? Requested, int? Running, int? Pending)
{
    /// <summary>Its percent of the production traffic, or null if the deployment shifts none.</summary>
    public double? ProductionWeight { get; init; }

    /// <summary>Its percent of the test traffic, or null if the deployment shifts none.</summary>
    public double? TestWeight { get; init; }

    /// <param name="service">The service.</param>
    /// <param name="deployment">The deployment of the revision.</param>
    /// <param name="requested">How many tasks it is to have, or null for as many as it has.</param>
    public static RevisionCounts Of(ServiceRecord service, Deployment deployment, int? requested)
    {
        var (running, pending) = (0, 0);
        foreach (var task in service.TasksOf(deployment))
        {
            running += task.IsRunning ? 1 : 0;
            pending += task.IsPending ? 1 : 0;
        }

        return new RevisionCounts(deployment.Revision.Arn, requested ?? running + pending, running, pending);
    }
}
