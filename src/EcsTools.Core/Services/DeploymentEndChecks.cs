using Amazon.ECS.Model;

namespace EcsTools.Services;

/// <summary>Checks the settings that say when a deployment fails, and when it completes early.</summary>
internal static class DeploymentEndChecks
{
    /// <summary>Checks that a threshold belongs to a circuit breaker that is on.</summary>
    public static void Breaker(FargateServiceRequest request, DeploymentConfiguration? settled)
    {
        if (settled?.DeploymentCircuitBreaker?.Enable == true || (request.FailureThreshold is null && request.CountAllFailures != true))
        {
            return;
        }

        var parameter = request.FailureThreshold is null ? "CountAllFailures" : "FailureThreshold";
        throw new EcsToolsException(
            ErrorCode.InvalidValue(parameter).OfRecord,
            $"-{parameter}{(request.FailureThreshold is { } threshold ? $" {threshold}" : "")} applies to the circuit breaker, which is off.",
            "Turn it on with -NoCircuitBreaker:$false, or leave out -" + parameter + ".",
            parameter,
            request.FailureThreshold?.ToString());
    }

    /// <summary>Checks that as many tasks are healthy at the end of a deployment as during it.</summary>
    public static void EarlySuccess(DeploymentConfiguration? settled)
    {
        if (settled?.EarlySuccessCriteria is { Enable: true, HealthyPercent: int percent } && percent < (settled.MinimumHealthyPercent ?? 100))
        {
            var minimum = settled.MinimumHealthyPercent ?? 100;
            throw new EcsToolsException(
                ErrorCode.InvalidValue("EarlySuccessPercent").OfRecord,
                $"-EarlySuccessPercent {percent} is less than the {minimum} percent of the tasks that must stay healthy during a deployment "
                    + "(-MinimumHealthyPercent).",
                $"Use -EarlySuccessPercent {minimum} or more, or a lower -MinimumHealthyPercent, such as -MinimumHealthyPercent {percent}.",
                "EarlySuccessPercent",
                percent);
        }
    }
}
