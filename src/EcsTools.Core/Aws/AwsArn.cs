using System;

namespace EcsTools.Aws;

/// <summary>The parts of an ARN: <c>arn:partition:service:region:account:resource</c>.</summary>
internal sealed record AwsArn(string Partition, string Service, string Region, string AccountId, string Resource)
{
    /// <summary>The resource after its last slash, as in <c>task/demo/0123</c>.</summary>
    public string Name => Resource.Substring(Resource.LastIndexOf('/') + 1);

    public static bool Is(string? text) => text?.StartsWith("arn:", StringComparison.Ordinal) == true && text.Split([':'], 6).Length == 6;

    public static AwsArn Parse(string text)
    {
        var parts = text.Split([':'], 6);
        return parts.Length == 6 && parts[0] == "arn"
            ? new AwsArn(parts[1], parts[2], parts[3], parts[4], parts[5])
            : throw new FormatException($"'{text}' is not an ARN.");
    }

    /// <summary>The last part of an ARN, or the text itself if it is a plain name.</summary>
    public static string NameOf(string arnOrName) => Is(arnOrName) ? Parse(arnOrName).Name : arnOrName;

    public override string ToString() => $"arn:{Partition}:{Service}:{Region}:{AccountId}:{Resource}";
}
