namespace EcsTools;

/// <content>Answers of AWS services.</content>
public static partial class ErrorCodes
{
    private const string AwsArea = "Answers of AWS services";

    /// <summary>The identity of these credentials is not allowed to make a call.</summary>
    /// <remarks>Allow the action that the error names in one of the identity's IAM policies.</remarks>
    public static readonly ErrorCode AccessDenied = Define(AwsArea, ErrorKind.PermissionDenied);

    /// <summary>An AWS service or another endpoint cannot be reached.</summary>
    /// <remarks>Check the network, the proxy (HTTPS_PROXY), -Region and -EndpointUrl, then run the command again.</remarks>
    public static readonly ErrorCode EndpointUnreachable = Define(AwsArea, ErrorKind.Unavailable);

    /// <summary>A quota of the account is used up.</summary>
    /// <remarks>Remove what you no longer need, or request a higher quota in Service Quotas.</remarks>
    public static readonly ErrorCode QuotaExceeded = Define(AwsArea, ErrorKind.LimitExceeded);

    /// <summary>An AWS service failed to handle a valid call.</summary>
    /// <remarks>Run the command again; see the AWS Health Dashboard if it keeps failing.</remarks>
    public static readonly ErrorCode ServiceFailed = Define(AwsArea, ErrorKind.ServiceFailed);

    /// <summary>AWS limited the rate of calls, and every retry was limited too.</summary>
    /// <remarks>Wait a little, or do less at the same time.</remarks>
    public static readonly ErrorCode Throttled = Define(AwsArea, ErrorKind.LimitExceeded);
}
