using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Failures.Rules;

/// <summary>
/// Rules for what ends a container after its image was pulled: its start, memory, health, host, or exit code. Source: "Stopped tasks error
/// codes" and "Resolve stopped task errors" in the Amazon ECS Developer Guide. As in a shell, an exit code above 128 means a signal: 128
/// plus its number.
/// </summary>
internal static class RunRules
{
    private static readonly Regex Quoted = new("exec:? \\\\?\"(?<program>[^\"\\\\]+)\\\\?\"", RegexOptions.CultureInvariant);

    private static readonly Regex WrongCode = new(
        @"failed with these codes: \[(?<code>\d{3}(?:, ?\d{3})*)\]", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static readonly Regex TargetGroupName = new(@"target-?group[ /](?:arn:\S+:targetgroup/)?(?<name>[^/)\s]+)",
        RegexOptions.CultureInvariant);

    // The program is there, and the kernel does not find what must run it. Without the program, runc says "exec: ...: stat ...".
    private static readonly Regex NoInterpreter = new(
        @"(?:^|[\s""])exec (?:(?<program>/?[^\s"":]+)|user process caused:? ?\\?""?(?:exec )?)(?:: |\\?""?)no such file or directory",
        RegexOptions.CultureInvariant);

    /// <summary>
    /// Rules for what prevents a container from starting. They come before the preparation rules, because the text from ECS also contains
    /// their words.
    /// </summary>
    public static IReadOnlyList<FailureRule> Start { get; } =
    [
        new(FargateFailureKind.CannotStart, evidence => Interpreter(evidence).Success, WithoutInterpreter),
        new(FargateFailureKind.CannotStart, evidence => evidence.Says("CannotStartContainer", "CannotCreateContainer"), CannotStart),
    ];

    /// <summary>Rules that match what ECS says.</summary>
    public static IReadOnlyList<FailureRule> Said { get; } =
    [
        new(FargateFailureKind.LoadBalancerHealthCheck, evidence => evidence.Says("failed elb health checks"), LoadBalancer, FailureNeeds.Targets),
        new(FargateFailureKind.ContainerHealthCheck, evidence
            => evidence.Says("failed container health checks", "container is unhealthy"), HealthCheck),
        new(FargateFailureKind.OutOfMemory, evidence => evidence.Says("outofmemory", "out of memory"), OutOfMemory),
        new(
            FargateFailureKind.SpotInterruption,
            evidence => evidence.Says("SpotInterruption", "Spot Task was interrupted", "Spot interruption"),
            evidence => new(
                "AWS took back the Spot capacity of the task, with two minutes' notice.",
                "Run tasks that must not be interrupted without -Spot. A service can keep some of its tasks on FARGATE with -BaseOnDemand.",
                evidence.ServiceName is null ? FixCommand.Run(evidence) : FixCommand.Run(evidence, "-BaseOnDemand 1"))),
        new(
            FargateFailureKind.HostEnded,
            evidence => evidence.Says("TerminationNotice", "InfrastructureHealth", "retirement", "hardware failure"),
            evidence => new(
                evidence.InSandbox ? "The sandbox that ran the task was stopped."
                    : $"AWS ended the host of the task: {RuleText.Said(evidence, "TerminationNotice")}",
                "Start the task again. A service replaces its tasks without your help.",
                FixCommand.Run(evidence))),
        new(
            FargateFailureKind.CapacityUnavailable,
            evidence => evidence.Says("Capacity is unavailable", "network interface provisioning", "InternalError", "ServerException"),
            evidence => new(
                $"AWS could not run the task: {RuleText.Said(evidence, "InternalError")}",
                "Start the task again later, or in subnets of other availability zones.",
                FixCommand.Run(evidence))),
    ];

    /// <summary>Rules that match only an exit code.</summary>
    public static IReadOnlyList<FailureRule> Exits { get; } =
    [
        new(
            FargateFailureKind.NotExecutable,
            evidence => evidence.ExitCode == 126,
            evidence => new(
                $"{evidence.Subject} ended with exit code 126: its program exists, but cannot be executed{Program(evidence)}.",
                "Make the file executable in the image (RUN chmod +x), and check -Command and -EntryPoint.",
                FixCommand.Push(evidence) + $" | Register-FargateTask {evidence.Family}")),
        new(
            FargateFailureKind.CommandNotFound,
            evidence => evidence.ExitCode == 127,
            evidence => new(
                $"{evidence.Subject} ended with exit code 127: its program is not found{Program(evidence)}.",
                "Check -Command and -EntryPoint, that the program is in the image and on its PATH, and the #! line of a script.",
                FixCommand.Derive(evidence, "-Command <program>, <argument>"))),
        new(
            FargateFailureKind.Killed,
            evidence => evidence.ExitCode == 137,
            evidence => new(
                $"{evidence.Subject} was killed (exit code 137): memory ran out, or it did not end within its stop timeout.",
                $"If nobody stopped it, register it with more -Memory (it has {Memory(evidence)}). Otherwise make the program "
                    + "end on SIGTERM, or give it a longer stop timeout.",
                More(evidence))),
        new(
            FargateFailureKind.Crashed,
            evidence => evidence.ExitCode is 134 or 139,
            evidence => new(
                $"{evidence.Subject} crashed: "
                    + $"{(evidence.ExitCode == 139 ? "segmentation fault (exit code 139)" : "it aborted (exit code 134)")}.",
                $"Check that the image and its libraries are built for {evidence.Platform}, and run the image on this machine (docker run) to find the fault.",
                FixCommand.Push(evidence, $"-Platform {evidence.Platform} | Register-FargateTask {evidence.Family}"))),
        new(
            FargateFailureKind.Terminated,
            evidence => evidence.ExitCode == 143,
            evidence => new(
                $"{evidence.Subject} received SIGTERM and ended (exit code 143).",
                "Read its log, and check whether one of its own programs ends it: something sent SIGTERM, although nobody stopped the task.",
                $"Get-FargateLog {Logs(evidence)}")),
        new(
            FargateFailureKind.ExitCode,
            evidence => evidence.ExitCode is not (null or 0),
            evidence => new(
                $"{evidence.Subject} ended with exit code {evidence.ExitCode}{(evidence.LastLine is { } line ? $": {Short(line)}" : ".")}",
                "Read its log with Get-FargateLog"
                    + $"{(evidence.LogGroup is null ? ", once it has a log group" : "")}: the program ended with an error.",
                $"Get-FargateLog {Logs(evidence)}")),
    ];

    /// <summary>Rule for a program of a service that ended successfully.</summary>
    public static FailureRule ServiceTaskEnded { get; } = new(
        FargateFailureKind.ServiceTaskEnded,
        evidence => evidence is { ServiceName: not null, ExitCode: 0 },
        evidence => new(
            $"{evidence.Subject} ended with exit code 0, but the tasks of a service must keep running.",
            "Run a program that ends by itself with Start-FargateTask or on a schedule. If it is a server, check that its command keeps it in the foreground.",
            $"Start-FargateTask {evidence.TaskDefinition} -Cluster {evidence.Cluster} -Wait"));

    /// <summary>Rules for everything else.</summary>
    public static FailureRule Other { get; } = new(
        FargateFailureKind.Unknown,
        _ => true,
        evidence => new(
            $"The task did not run: {RuleText.Said(evidence, "TaskFailedToStart")}",
            "Read the stopped reason and the containers' reasons, and read its log with Get-FargateLog.",
            null));

    private static FailureExplanation LoadBalancer(FailureEvidence evidence)
    {
        var code = WrongCode.Match(evidence.TargetReason ?? "");
        var service = evidence.ServiceName;
        if (code.Success)
        {
            return new(
                $"{evidence.Subject} answered the load balancer's health check{TargetGroup(evidence)} with the status {code.Groups["code"].Value}.",
                "Check a path that the program answers with the status 200 (Set-FargateRoute -HealthCheckPath), or accept this status "
                    + "(Set-FargateRoute -SuccessCode).",
                code.Groups["code"].Value.StartsWith("3", StringComparison.Ordinal) && GroupName(evidence) is { } name
                    ? $"Set-FargateRoute {name} -SuccessCode 200-399" : null);
        }

        var reason = evidence.TargetReason is { } given ? $": {given}" : "";
        return new(
            $"{evidence.Subject} did not answer the load balancer's health check{TargetGroup(evidence)}{reason}.",
            "Check the health check's path and codes, that the service's security group allows the load balancer on the container's "
                + "port, that the program listens on 0.0.0.0, and that the grace period is long enough for the start.",
            service is not null ? $"Set-FargateService {service} -Cluster {evidence.Cluster} -HealthCheckGracePeriod 2m" : null);
    }

    /// <summary>The target group's name, from its ARN <c>…:targetgroup/web/0123…</c>.</summary>
    private static string TargetGroup(FailureEvidence evidence) => GroupName(evidence) is { } name ? $" of target group {name}" : "";

    private static string? GroupName(FailureEvidence evidence)
        => TargetGroupName.Match(evidence.Text) is { Success: true } match ? match.Groups["name"].Value : null;

    private static FailureExplanation HealthCheck(FailureEvidence evidence)
    {
        var command = evidence.HealthCheck.Count == 0 ? "" : $": {RuleText.Words(evidence.HealthCheck)}";
        return new(
            $"{evidence.Subject} failed its health check{command}".TrimEnd('.') + ".",
            "Check that the health check's command exists in the image (curl often does not) and ends with 0 in time. Give a slow program a longer "
                + "-HealthCheckStartPeriod.",
            FixCommand.Derive(evidence, "-HealthCheckStartPeriod 60"));
    }

    private static FailureExplanation OutOfMemory(FailureEvidence evidence)
        => new(
            $"{evidence.Subject} needed more memory than it has{(Memory(evidence) is "too little" ? "" : ": " + Memory(evidence))}.",
            evidence.ContainerMemory is { } own && own < evidence.Memory
                ? $"Give the container more of the task's {evidence.Memory} MiB with -ContainerMemory: its own limit is {own} MiB. Or find "
                    + "out what in it uses so much."
                : "Register the task with more -Memory, or find out what in it uses so much.",
            More(evidence));

    private static Match Interpreter(FailureEvidence evidence)
        => new[] { evidence.Text }.Concat(evidence.ExitCode is null or 0 ? [] : evidence.LogLines)
            .Select(text => NoInterpreter.Match(text)).FirstOrDefault(match => match.Success) ?? Match.Empty;

    private static FailureExplanation WithoutInterpreter(FailureEvidence evidence)
    {
        var program = Interpreter(evidence).Groups["program"] is { Success: true } named ? $"'{named.Value}'" : "its program";
        return new(
            $"{evidence.Subject} cannot be started: {program} is in the image, but what must run it is not.",
            "If it is a script, save it with Unix line ends (LF): with Windows line ends (CRLF) its #! line names a program that does not exist. "
                + "Check that the program of its #! line is in the image. If it is a compiled program, the image lacks its C library: "
                + "link it statically, or use a base image that has the library.",
            $"{FixCommand.Push(evidence)} | Register-FargateTask {evidence.Family}");
    }

    private static FailureExplanation CannotStart(FailureEvidence evidence)
    {
        var program = Quoted.Match(evidence.Text) is { Success: true } match ? match.Groups["program"].Value : null;
        var said = evidence.Says("CannotStartContainerError") ? "CannotStartContainerError" : "CannotCreateContainerError";
        var cause = evidence switch
        {
            _ when evidence.Says("executable file not found", "no such file or directory")
                => $"{evidence.Subject} cannot be started: its image has no program '{program ?? "of that name"}'.",
            _ when evidence.Says("permission denied")
                => $"{evidence.Subject} cannot be started: '{program ?? "its program"}' is not executable.",
            _ when evidence.Says("cannot allocate memory", "memory limit")
                => $"{evidence.Subject} cannot be started: its memory is too small.",
            _ => $"{evidence.Subject} cannot be started: {RuleText.Said(evidence, said)}",
        };
        return evidence.Says("cannot allocate memory", "memory limit")
            ? new(cause, "Register the task with more -Memory.", More(evidence))
            : new(cause, "Check that the entry point and the command (-EntryPoint, -Command) exist in the image, and check its memory.",
                FixCommand.Derive(evidence, "-Command <program>, <argument>"));
    }

    private static string Program(FailureEvidence evidence)
        => evidence.LastLine is { } line ? $": {Short(line).TrimEnd('.')}"
            : evidence.Command.Count > 0 ? $" ({RuleText.Words(evidence.Command)})"
            : "";

    private static string Memory(FailureEvidence evidence)
        => evidence.ContainerMemory is { } own ? $"{own} MiB of its own" : evidence.Memory > 0 ? $"{evidence.Memory} MiB" : "too little";

    /// <summary>Twice the memory, in the next size that Fargate supports.</summary>
    private static string? More(FailureEvidence evidence)
    {
        if (evidence.ContainerMemory is { } own && own < evidence.Memory)
        {
            return FixCommand.Derive(evidence, $"-ContainerName {evidence.Container} -ContainerMemory {Math.Min(evidence.Memory, own * 2)}");
        }

        var next = FargateSizes.All.Where(size => !evidence.IsWindows || size.Windows)
            .SelectMany(size => size.Memory.Select(memory => (size.Cpu, Memory: memory)))
            .Where(size => size.Cpu >= evidence.Cpu && size.Memory >= evidence.Memory * 2)
            .OrderBy(size => size.Cpu)
            .ThenBy(size => size.Memory)
            .FirstOrDefault();
        return next.Memory == 0 || evidence.Memory == 0 ? null
            : FixCommand.Derive(evidence, next.Cpu == evidence.Cpu ? $"-Memory {next.Memory}" : $"-Cpu {next.Cpu} -Memory {next.Memory}");
    }

    private static string Logs(FailureEvidence evidence) => $"{evidence.TaskId ?? "<task>"} -Cluster {evidence.Cluster}";

    private static string Short(string line) => line.Length > 200 ? line.Substring(0, 200) + "..." : line;
}
