using EcsTools.Routing.Rules;

namespace EcsTools.Commands.Routing;

/// <summary>Reads the settings of a target group from the parameters of a command.</summary>
internal static class TargetGroupArguments
{
    public static TargetGroupRequest Read(ITargetGroupSettings given, string name) => new()
    {
        Name = name,
        HealthCheck = new HealthCheckRequest
        {
            Path = given.HealthCheckPath,
            Interval = given.HealthCheckInterval,
            Timeout = given.HealthCheckTimeout,
            HealthyThreshold = given.HealthyThreshold,
            UnhealthyThreshold = given.UnhealthyThreshold,
            SuccessCode = given.SuccessCode,
        },
        DeregistrationDelay = given.DeregistrationDelay,
        SlowStart = given.SlowStart,
        Stickiness = given.Stickiness,
    };
}
