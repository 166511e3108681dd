using System;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Aws;

namespace EcsTools.Routing.Balancers;

/// <summary>The access log of a load balancer, which AWS writes to a bucket of S3.</summary>
internal static class AccessLog
{
    /// <summary>Checks the name of a bucket ("Bucket naming rules" in the user guide of S3). An empty one turns the log off.</summary>
    public static void Check(string? bucket)
    {
        if (bucket is { Length: > 0 } && !Regex.IsMatch(bucket, "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", RegexOptions.CultureInvariant))
        {
            throw LoadBalancerChecks.Wrong(
                "AccessLogBucket",
                $"'{UntrustedText.Sanitize(bucket)}'",
                "is not the name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens.",
                "with the name alone, such as -AccessLogBucket my-logs, without s3:// and without a folder");
        }
    }

    /// <summary>The attributes that turn the log on, or off if the bucket is empty.</summary>
    public static (string Key, string Value)[] Attributes(string bucket)
        => bucket.Length == 0 ? [("access_logs.s3.enabled", "false")] : [("access_logs.s3.enabled", "true"), ("access_logs.s3.bucket", bucket)];

    /// <summary>
    /// Sets attributes. AWS tries the bucket at once, and only says that it is denied, whether the bucket does not exist, is elsewhere, has no policy, or is
    /// encrypted with a key of KMS.
    /// </summary>
    /// <param name="setAsync">The call.</param>
    /// <param name="bucket">The bucket; null if it does not change.</param>
    /// <param name="loadBalancerArn">The load balancer.</param>
    /// <exception cref="EcsToolsException">AWS could not write to the bucket.</exception>
    public static async Task ExplainAsync(Func<Task> setAsync, string? bucket, string loadBalancerArn)
    {
        try
        {
            await setAsync().ConfigureAwait(false);
        }
        catch (InvalidConfigurationRequestException problem) when (bucket is { Length: > 0 } && problem.Message.Contains(bucket))
        {
            var arn = AwsArn.Parse(loadBalancerArn);
            throw new EcsToolsException(
                ErrorCodes.AccessLogBucketRefused,
                $"Elastic Load Balancing could not write to the bucket '{bucket}': {problem.Message.TrimEnd('.')}.",
                $"The bucket must exist in {arn.Region}, and its encryption must be SSE-S3. Add this statement to the policy of the bucket: "
                    + "{ \"Effect\": \"Allow\", \"Principal\": { \"Service\": \"logdelivery.elasticloadbalancing.amazonaws.com\" }, "
                    + $"\"Action\": \"s3:PutObject\", \"Resource\": \"arn:{arn.Partition}:s3:::{bucket}/AWSLogs/{arn.AccountId}/*\" }}",
                "AccessLogBucket",
                bucket,
                problem);
        }
    }
}
