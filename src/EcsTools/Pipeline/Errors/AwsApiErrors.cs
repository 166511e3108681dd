using System;
using EcsTools.Aws;
using EcsTools.Identity;

namespace EcsTools.Pipeline.Errors;

/// <summary>Explains the errors of AWS services, and says what to do about each.</summary>
internal static class AwsApiErrors
{
    public static Problem Describe(AwsErrorInfo error) => AccessDenial.From(error) is { } denial ? Denied(error, denial) : error.ErrorCode switch
    {
        "ExpiredToken" or "ExpiredTokenException" => Make(
            error, ErrorCodes.CredentialsExpired, "The temporary credentials have expired: sign in again with 'aws sso login', or assume the role again."),
        "RequestExpired" or "RequestInTheFuture" or "RequestTimeTooSkewed" => Make(
            error, ErrorCodes.ClockSkew, "Set the clock of this machine: AWS refuses requests whose time is more than five minutes off."),
        "InvalidClientTokenId" or "UnrecognizedClientException" or "InvalidAccessKeyId" or "AuthFailure" => Make(
            error,
            ErrorCodes.AccessKeyUnknown,
            "AWS does not know this access key. Check it in IAM: it may be mistyped, deleted, inactive, of another partition, or only seconds old."),
        "SignatureDoesNotMatch" or "InvalidSignatureException" or "IncompleteSignature" or "IncompleteSignatureException" => Make(
            error, ErrorCodes.SignatureMismatch, "Check that the secret access key belongs to the access key id, and that the clock of this machine is right."),
        "OptInRequired" or "SubscriptionRequiredException" => Make(
            error, ErrorCodes.RegionNotEnabled, "Enable the region or the service in the account's settings, or choose another -Region."),
        "LimitExceeded" or "LimitExceededException" or "ServiceQuotaExceededException" or "QuotaExceeded" => Make(
            error, ErrorCodes.QuotaExceeded, "Remove what you no longer need, or request a higher quota in Service Quotas."),
        "SandboxDiskFull" => Make(
            error, ErrorCodes.DiskFull, "Free some space on that disk, then run the command again. To use another disk: Start-EcsSandbox -DataPath <folder>"),
        _ when error.IsThrottling => Make(
            error, ErrorCodes.Throttled, "AWS limits the rate of calls, and the retries were used up: wait a little, or do less at the same time."),
        var code when error.StatusCode >= 500 || code is "ServerException" or "InternalFailure" or "ServiceUnavailable" => Make(
            error, ErrorCodes.ServiceFailed, "The service failed, and the call was valid: run the command again, and see "
                + "the AWS Health Dashboard if it keeps failing."),
        var code when error.Message.IndexOf("target group", StringComparison.OrdinalIgnoreCase) >= 0 => Make(
            error,
            ErrorCode.FromAws(code, Kind(code)),
            "-TargetGroupArn must be a target group of this account and region, of target type ip, to which a rule of a listener forwards."),
        var code => Make(error, ErrorCode.FromAws(code, Kind(code)), null),
    };

    private static Problem Denied(AwsErrorInfo error, AccessDenial denial)
    {
        if (denial.Action is not { } action)
        {
            return Make(error, ErrorCodes.AccessDenied,
                "Ask an administrator of the account to allow the missing action to the identity of these credentials.");
        }

        var statement = $"{{\"Effect\":\"Allow\",\"Action\":\"{action}\",\"Resource\":\"{denial.Resource ?? "*"}\"}}";
        var grant = $"Grant {denial.Caller ?? "the identity of these credentials"} the action {action}: {statement} in one of its IAM policies.";
        return Make(
            error,
            ErrorCodes.AccessDenied,
            DeployerPermissions.CommandFor(denial) is { } command ? $"{grant} For a deployer of EcsTools, run as an administrator: {command}" : grant);
    }

    private static ErrorKind Kind(string code)
    {
        bool Has(string part) => code.IndexOf(part, StringComparison.Ordinal) >= 0;
        if (Has("NotFound") || code == "NoSuchEntity")
        {
            return ErrorKind.NotFound;
        }

        if (Has("AlreadyExists") || Has("Duplicate"))
        {
            return ErrorKind.AlreadyExists;
        }

        if (Has("Conflict") || Has("InUse") || Has("Contains") || Has("NotEmpty"))
        {
            return ErrorKind.Conflict;
        }

        return Has("Invalid") || Has("Validation") || Has("Missing") || code is "ClientException" or "MalformedPolicyDocument"
            ? ErrorKind.InvalidArgument
            : ErrorKind.Other;
    }

    private static Problem Make(AwsErrorInfo error, ErrorCode code, string? remedy)
    {
        var source = error.Service is null ? error.ErrorCode : $"{error.Service} {error.ErrorCode}";
        var request = string.IsNullOrEmpty(error.RequestId) ? "" : $", request {error.RequestId}";
        return new(code, $"{error.Message} ({source}{request})", remedy);
    }
}
