using System;
using System.Management.Automation;
using System.Text.RegularExpressions;
using EcsTools.Aws;

namespace EcsTools.Pipeline.Errors;

/// <summary>What the errors of AWS services mean to the one who called, and what to do about each.</summary>
internal static class AwsProblems
{
    private static readonly Regex NotAuthorized = new(
        @"(User: (?<who>\S+) )?is not authorized to perform: (?<action>[\w-]+:\w+)( on resource: (?<resource>\S+))?",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    public static Problem Describe(AwsErrorInfo error) => error.ErrorCode switch
    {
        "AccessDenied" or "AccessDeniedException" or "UnauthorizedOperation" or "AuthorizationError" or "UnauthorizedAccess" => AccessDenied(error),
        "ExpiredToken" or "ExpiredTokenException" => Make(
            error, "CredentialsExpired", ErrorCategory.AuthenticationError, "The temporary credentials have expired: sign in again ('aws sso login', or assume the role anew)."),
        "RequestExpired" or "RequestInTheFuture" or "RequestTimeTooSkewed" => Make(
            error, "ClockSkew", ErrorCategory.AuthenticationError, "Set this machine's clock: AWS refuses requests whose time is more than five minutes off."),
        "InvalidClientTokenId" or "UnrecognizedClientException" or "InvalidAccessKeyId" or "AuthFailure" => Make(
            error,
            "AccessKeyUnknown",
            ErrorCategory.AuthenticationError,
            "AWS does not know this access key: it is mistyped, deleted, inactive, of another partition, or made seconds ago. Check it in IAM."),
        "SignatureDoesNotMatch" or "InvalidSignatureException" or "IncompleteSignature" or "IncompleteSignatureException" => Make(
            error, "SignatureMismatch", ErrorCategory.AuthenticationError, "The secret access key does not belong to the access key id, or this machine's clock is off."),
        "OptInRequired" or "SubscriptionRequiredException" => Make(
            error, "RegionNotEnabled", ErrorCategory.PermissionDenied, "Enable the region or the service for this account in its account settings, or choose another -Region."),
        "LimitExceeded" or "LimitExceededException" or "ServiceQuotaExceededException" or "QuotaExceeded" => Make(
            error, "QuotaExceeded", ErrorCategory.LimitsExceeded, "Remove what is no longer needed, or ask for a higher quota in Service Quotas."),
        var code when IsThrottling(code) => Make(
            error, "Throttled", ErrorCategory.LimitsExceeded, "AWS limits the rate of calls, and the retries were used up: wait a little, or do less at a time."),
        var code when error.StatusCode >= 500 || code is "ServerException" or "InternalFailure" or "ServiceUnavailable" => Make(
            error, "ServiceFailed", ErrorCategory.ResourceUnavailable, "The service failed, not the call: run the command again, and see the AWS Health Dashboard if it goes on."),
        var code when error.Message.IndexOf("target group", StringComparison.OrdinalIgnoreCase) >= 0 => Make(
            error,
            Id(code),
            Category(code),
            "-TargetGroupArn must name a target group of this account and region, of target type ip, to which a rule of a listener forwards."),
        var code => Make(error, Id(code), Category(code), null),
    };

    private static Problem AccessDenied(AwsErrorInfo error)
    {
        var match = NotAuthorized.Match(error.Message);
        if (!match.Success)
        {
            return Make(error, "AccessDenied", ErrorCategory.PermissionDenied, "Let an administrator of the account grant the missing action to the identity of these credentials.");
        }

        var action = match.Groups["action"].Value;
        var resource = match.Groups["resource"].Success ? match.Groups["resource"].Value.TrimEnd('.', ',') : "*";
        var who = match.Groups["who"].Success ? match.Groups["who"].Value : "the identity of these credentials";
        return Make(
            error,
            "AccessDenied",
            ErrorCategory.PermissionDenied,
            $"Grant {who} the action {action}: {{\"Effect\":\"Allow\",\"Action\":\"{action}\",\"Resource\":\"{resource}\"}} in one of its IAM policies.");
    }

    private static bool IsThrottling(string code)
        => code.IndexOf("Throttl", StringComparison.OrdinalIgnoreCase) >= 0
            || code is "TooManyRequestsException" or "RequestLimitExceeded" or "SlowDown" or "BandwidthLimitExceeded";

    private static ErrorCategory Category(string code)
    {
        bool Has(string part) => code.IndexOf(part, StringComparison.Ordinal) >= 0;
        if (Has("NotFound") || code == "NoSuchEntity")
        {
            return ErrorCategory.ObjectNotFound;
        }

        if (Has("AlreadyExists") || Has("Duplicate"))
        {
            return ErrorCategory.ResourceExists;
        }

        if (Has("Conflict") || Has("InUse") || Has("Contains") || Has("NotEmpty"))
        {
            return ErrorCategory.ResourceBusy;
        }

        return Has("Invalid") || Has("Validation") || Has("Missing") || code is "ClientException" or "MalformedPolicyDocument"
            ? ErrorCategory.InvalidArgument
            : ErrorCategory.InvalidOperation;
    }

    // The code without its suffix: the same id whether a service calls it ClusterNotFound or ClusterNotFoundException.
    private static string Id(string code)
        => code.EndsWith("Exception", StringComparison.Ordinal) && code.Length > 9 ? code.Substring(0, code.Length - 9) : code;

    private static Problem Make(AwsErrorInfo error, string id, ErrorCategory category, string? remedy)
    {
        var source = error.Service is null ? error.ErrorCode : $"{error.Service} {error.ErrorCode}";
        var request = string.IsNullOrEmpty(error.RequestId) ? "" : $", request {error.RequestId}";
        return new(id, category, $"{error.Message} ({source}{request})", remedy);
    }
}
