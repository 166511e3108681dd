using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Tasks;

/// <summary>
/// What to do about a task that stopped, by what AWS says about it.
/// Source: "Amazon ECS stopped tasks error messages" and "Resolve stopped task errors" of the Amazon ECS Developer Guide.
/// </summary>
internal static class StopReasons
{
    private const string Pull = "CannotPull";
    private const string Resources = "ResourceInitializationError";

    // The first row that fits is the answer: the particular stands before the general.
    private static readonly Row[] Rows =
    [
        new("", "The image is built for another processor: register the task with the -Architecture the image has, or build the image for the task's.", "exec format error", "platform '", "descriptor matching platform"),
        new("", "Docker Hub limits anonymous pulls: copy the image to ECR (Copy-EcrImage), or use a pull-through cache.", "toomanyrequests"),
        new("", "The image and what the task writes do not fit: register the task with more -EphemeralStorage.", "no space left"),
        new(Pull, "The execution role may not pull the image: it needs AmazonECSTaskExecutionRolePolicy, the repository's policy must allow it, and the image must be in the region named.", "403", "no basic auth", "denied", "not authorized"),
        new(Pull, "The registry cannot be reached: give the task a public address in a subnet with an internet gateway, or a NAT gateway, or endpoints for ecr.api, ecr.dkr and S3, with port 443 open outwards.", "timeout", "deadline exceeded", "i/o", "connection refused", "no such host"),
        new(Pull, "The registry has no such image: check repository and tag (Push-EcrImage emits the ImageUri to register).", "manifest unknown", "not found", "does not exist"),
        new(Resources, "The log group is not there: create it, or let Register-FargateTask make it.", "log group"),
        new(Resources, "The secret cannot be read: the execution role needs secretsmanager:GetSecretValue or ssm:GetParameters (and kms:Decrypt with a key of your own), and the task a way to that service.", "retrieve secret", "asm", "ssm", "parameter"),
        new(Resources, "The registry's token cannot be had: give the task a way to ECR (public address, NAT gateway or endpoints), and its execution role AmazonECSTaskExecutionRolePolicy.", "get registry auth", "ecr"),
        new("", "The role cannot be assumed: it must trust ecs-tasks.amazonaws.com; one made just now takes up to a minute to be known everywhere.", "unable to assume the role"),
        new("", "The load balancer's health check failed: check its path and codes, that the service's security group lets the load balancer in, that the program listens on 0.0.0.0, and the grace period.", "failed elb health checks"),
        new("", "The container's health check failed: its command must exist in the image and end with 0 in time; a slow start needs -HealthCheckStartPeriod.", "failed container health checks"),
        new("", "The container needed more memory than the task has: register it with more -Memory.", "outofmemory", "out of memory"),
        new("", "The container cannot be started: check its entry point and command (-EntryPoint, -Command), and its memory.", "cannotstartcontainer", "cannotcreatecontainer"),
        new("SpotInterruption", "Spot capacity was taken back, with two minutes' notice: run what must not be interrupted without -Spot."),
    ];

    private static readonly Dictionary<int, string> ExitCodes = new()
    {
        [126] = "The command is not executable in the image: check -Command and -EntryPoint.",
        [127] = "The command is not found in the image: check -Command and -EntryPoint.",
        [137] = "The container was killed: by the end of its stop timeout, or for lack of memory (then register it with more -Memory).",
        [139] = "The program crashed (segmentation fault): check that the image is built for the task's -Architecture.",
        [143] = "The container was asked to end (SIGTERM), and ended.",
    };

    /// <summary>What to do, or null where nothing went wrong or nothing is known.</summary>
    /// <param name="stopCode">The task's stop code.</param>
    /// <param name="reasons">The task's stopped reason and its containers' reasons.</param>
    /// <param name="exitCode">The exit code that decided, or null.</param>
    public static string? Remedy(string? stopCode, IEnumerable<string?> reasons, int? exitCode)
    {
        var text = string.Join("\n", reasons.Append(stopCode).Where(reason => !string.IsNullOrEmpty(reason)));
        var row = Array.Find(Rows, candidate => candidate.Fits(text));
        if (row is not null || stopCode is "UserInitiated" or "ServiceSchedulerInitiated" || exitCode is null or 0)
        {
            return row?.Remedy;
        }

        return ExitCodes.TryGetValue(exitCode.Value, out var known) ? known : "The program ended with an error: its log says more (Get-FargateLog).";
    }

    /// <param name="Kind">A text that must occur, such as the error's name; empty for any.</param>
    /// <param name="Remedy">What to do.</param>
    /// <param name="Words">Of these, where there are any, one must occur too.</param>
    private sealed record Row(string Kind, string Remedy, params string[] Words)
    {
        public bool Fits(string text)
            => Has(text, Kind) && (Words.Length == 0 || Words.Any(word => Has(text, word)));

        private static bool Has(string text, string part) => text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;
    }
}
