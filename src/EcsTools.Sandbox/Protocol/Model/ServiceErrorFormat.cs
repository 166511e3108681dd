using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Sandbox.Protocol.Model;

/// <summary>The error codes that one service uses for what can happen in every service: invalid input, throttling, an internal failure.</summary>
/// <param name="Invalid">Error code for input that breaks the model.</param>
/// <param name="Throttled">Error code for too many requests.</param>
/// <param name="ThrottledStatus">Its HTTP status.</param>
/// <param name="Failed">Error code for a failure inside the service, HTTP 500.</param>
internal sealed record ServiceErrorFormat(string Invalid, string Throttled, int ThrottledStatus, string Failed)
{
    private static readonly Dictionary<string, ServiceErrorFormat> ByPackage = new(StringComparer.Ordinal)
    {
        ["AWSSDK.ECS"] = new("InvalidParameterException", "ThrottlingException", 400, "ServerException"),
        ["AWSSDK.ECR"] = new("InvalidParameterException", "ThrottlingException", 400, "ServerException"),
        ["AWSSDK.ECRPublic"] = new("InvalidParameterException", "ThrottlingException", 400, "ServerException"),
        ["AWSSDK.ElasticLoadBalancingV2"] = new("ValidationError", "Throttling", 400, "InternalFailure"),
        ["AWSSDK.IdentityManagement"] = new("ValidationError", "Throttling", 400, "ServiceFailure"),
        ["AWSSDK.SecurityToken"] = new("ValidationError", "Throttling", 400, "InternalFailure"),
        ["AWSSDK.EventBridge"] = new("ValidationException", "ThrottlingException", 400, "InternalException"),
        ["AWSSDK.Scheduler"] = new("ValidationException", "ThrottlingException", 429, "InternalServerException"),
        ["AWSSDK.CloudWatchLogs"] = new("InvalidParameterException", "ThrottlingException", 400, "ServiceUnavailableException"),
        ["AWSSDK.CloudWatch"] = new("ValidationError", "Throttling", 400, "InternalFailure"),
        ["AWSSDK.EC2"] = new("InvalidParameterValue", "RequestLimitExceeded", 503, "InternalError"),
    };

    public static ServiceErrorFormat Of(string package)
        => ByPackage.TryGetValue(package, out var errors)
            ? errors
            : new ServiceErrorFormat("ValidationException", "ThrottlingException", 400, "InternalFailure");

    public AwsError Throttle()
        => new(Throttled, Throttled == "RequestLimitExceeded" ? "Request limit exceeded." : "Rate exceeded", ThrottledStatus);

    public AwsError Fail(string message) => new(Failed, message, 500);

    /// <summary>A failure of an operation: its own error with status 500, such as HealthUnavailable of DescribeTargetHealth, or that of the service.</summary>
    public AwsError Fail(string message, Operation operation)
        => operation.Errors.FirstOrDefault(error => error.ErrorStatus == 500) is { } own ? new AwsError(own.ErrorCode, message, 500) : Fail(message);

    /// <summary>The error for input that violates the model.</summary>
    public AwsError Refuse(string package, string operation, IReadOnlyList<ModelViolation> violations)
    {
        var first = violations[0];
        switch (package)
        {
            case "AWSSDK.ECR" or "AWSSDK.ECRPublic":
                return new AwsError(Invalid, $"Invalid parameter at '{first.Path}' failed to satisfy constraint: '{EcrDemand(first)}'");
            case "AWSSDK.EC2" when first.Constraint == Constraint.Required:
                return new AwsError("MissingParameter", $"The request must contain the parameter {first.Path}");
            case "AWSSDK.EC2" when first.Constraint is Constraint.TooSmall or Constraint.TooLarge:
                var bound = first.Constraint == Constraint.TooSmall ? $"greater than {first.Shape.Min}" : $"less than {first.Shape.Max}";
                return new AwsError(Invalid, $"Value ( {first.Shown} ) for parameter {first.Path} is invalid. Expecting a value {bound}.");
            case "AWSSDK.EC2":
                return new AwsError(Invalid, $"Invalid value '{first.Shown}' for {first.Path}: {first.Demand}");
            case "AWSSDK.CloudWatchLogs" when first.Constraint == Constraint.TooLong && first.Path is "logGroupName" or "logStreamName":
                return new AwsError(Invalid, $"Invalid LogGroup or LogStream, both must have length less than or equal to {first.Shape.Max}.");
            case "AWSSDK.IdentityManagement" when first.Constraint == Constraint.Pattern && first.Shape.PatternText == @"[\w+=,.@-]+":
                return new AwsError(
                    Invalid,
                    $"The specified value for {first.Path} is invalid. "
                    + "It must contain only alphanumeric characters and/or the following: +=,.@_-");
            case "AWSSDK.ECS" when first.Constraint == Constraint.Enum:
                return new AwsError(
                    EcsCode(operation), $"{Words(first.Path)} should be one of [{string.Join(",", first.Shape.Enum)}]");
            case "AWSSDK.IdentityManagement" when first.Constraint == Constraint.Pattern && first.Path == "path":
                return new AwsError(
                    Invalid,
                    "The specified value for path is invalid. "
                    + "It must begin and end with / and contain only alphanumeric characters and/or / characters.");
            default:
                var code = package == "AWSSDK.ECS" ? EcsCode(operation) : Invalid;
                var count = violations.Count == 1 ? "1 validation error" : $"{violations.Count} validation errors";
                return new AwsError(code, $"{count} detected: {string.Join("; ", violations.Select(violation => violation.ToString()))}");
        }
    }

    /// <summary>What ECS says of a task definition is a ClientException, of all else an InvalidParameterException.</summary>
    private string EcsCode(string operation) => operation == "RegisterTaskDefinition" ? "ClientException" : Invalid;

    /// <summary>The words of the member that a path ends in: <c>launchType</c> is "launch type".</summary>
    private static string Words(string path)
    {
        var name = path.Split('.').LastOrDefault(step => step.Length > 0 && step != "member" && !char.IsDigit(step[0])) ?? path;
        return string.Concat(name.Select(letter => char.IsUpper(letter) ? " " + char.ToLowerInvariant(letter) : letter.ToString()));
    }

    private static string EcrDemand(ModelViolation violation) => violation.Constraint switch
    {
        Constraint.Pattern => $"must satisfy regular expression '{violation.Shape.PatternText}'",
        _ => violation.Demand,
    };
}
