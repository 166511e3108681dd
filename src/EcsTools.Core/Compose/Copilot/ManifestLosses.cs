using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Compose.Copilot;

/// <summary>What to do about keys of a manifest that a compose file cannot have.</summary>
internal static class ManifestLosses
{
    private static readonly Dictionary<string, string> Remedies = new(StringComparer.Ordinal)
    {
        ["publish"] = "Create the SNS topics by other means, and give their ARNs as variables under environment.",
        ["subscribe"] = "Create the SQS queue and its subscription by other means, and give its URL as a variable under environment.",
        ["taskdef_overrides"] = "Write the setting with the keys of compose files and x-fargate, if they have it.",
        ["observability"] = "Add the OpenTelemetry collector as a sidecar.",
        ["logging"] = "For another log driver, use logging with driver and options. Set how long lines are kept with -LogRetention.",
        ["nlb"] = "Create the network load balancer by other means.",
        ["alb"] = "Use http.",
        ["network"] = "Choose the network with -Subnet when you publish.",
        ["on"] = "Write it under x-fargate: schedule.",
        ["deployment"] = "A deployment that fails is rolled back by the circuit breaker of ECS.",
        ["image.credentials"] = "Copy the image to Amazon ECR with Copy-EcrImage.",
        ["cache_from"] = "The builder uses its own cache.",
    };

    /// <summary>What to do about a key.</summary>
    /// <param name="path">Path of the key.</param>
    public static string Remedy(string path)
        => Remedies.Where(pair => path == pair.Key || path.StartsWith(pair.Key + ".", StringComparison.Ordinal)
            || path.EndsWith("." + pair.Key, StringComparison.Ordinal))
            .Select(pair => pair.Value).FirstOrDefault() ?? "Check whether the service needs it.";
}
