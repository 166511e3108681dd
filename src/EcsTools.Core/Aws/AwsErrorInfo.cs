using System;
using System.Collections.Generic;
using Amazon.Runtime;

namespace EcsTools.Aws;

/// <summary>What AWS said when it refused a call.</summary>
/// <param name="ErrorCode">The error code from AWS, such as <c>AccessDeniedException</c>.</param>
/// <param name="Message">AWS's own message.</param>
/// <param name="RequestId">The request's id, for AWS support and CloudTrail; null if the call never reached AWS.</param>
/// <param name="StatusCode">HTTP status, or 0.</param>
/// <param name="Service">The service, named as in its SDK namespace, such as <c>ECS</c>; null if it is not known.</param>
public sealed record AwsErrorInfo(string ErrorCode, string Message, string? RequestId, int StatusCode, string? Service)
{
    // The codes that the SDK's standard retry mode knows. LimitExceededException is not one here: ECS and Logs use it for quotas.
    private static readonly HashSet<string> ThrottlingCodes = new(StringComparer.Ordinal)
    {
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "RequestThrottledException", "EC2ThrottledException",
        "TooManyRequestsException", "ProvisionedThroughputExceededException", "RequestLimitExceeded", "BandwidthLimitExceeded", "SlowDown",
        "PriorRequestNotComplete", "TransactionInProgressException",
    };

    /// <summary>Whether the service refused the call because there were too many calls. A later call can succeed.</summary>
    public bool IsThrottling => StatusCode == 429 || ThrottlingCodes.Contains(ErrorCode);

    /// <summary>Finds the error of an AWS service in an exception or its inner exceptions.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="error">What AWS said.</param>
    public static bool TryRead(Exception exception, out AwsErrorInfo? error)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is AmazonServiceException { ErrorCode.Length: > 0 } service)
            {
                error = new AwsErrorInfo(service.ErrorCode, service.Message, service.RequestId, (int)service.StatusCode, ServiceOf(service));
                return true;
            }
        }

        error = null;
        return false;
    }

    // Amazon.ECS.Model.ClusterNotFoundException, Amazon.ECS.AmazonECSException: the second part names the service.
    private static string? ServiceOf(AmazonServiceException service)
    {
        var parts = (service.GetType().Namespace ?? "").Split('.');
        return parts.Length > 1 && parts[1] != "Runtime" ? parts[1] : null;
    }
}
