using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Aws;

namespace EcsTools.TaskDefinitions;

/// <summary>
/// Checks a task definition for Fargate before anything is created. Limits: "Task definition parameters for Fargate" and "Amazon ECS
/// service quotas" in the Amazon ECS Developer Guide.
/// </summary>
internal static class TaskDefinitionChecks
{
    private const int MaximumTags = 50;

    private static readonly string[] WindowsEditions =
    [
        "WINDOWS_SERVER_2019_CORE", "WINDOWS_SERVER_2019_FULL", "WINDOWS_SERVER_2022_CORE", "WINDOWS_SERVER_2022_FULL",
        "WINDOWS_SERVER_2025_CORE", "WINDOWS_SERVER_2025_FULL",
    ];

    public static void Request(TaskDefinitionRequest request)
    {
        if (request.Family is { } family)
        {
            EcsNameRules.Name(family, "Family");
        }

        if (request.ContainerName is { } container)
        {
            EcsNameRules.Name(container, "ContainerName");
        }

        Within(request.EphemeralStorage, 21, 200, "EphemeralStorage", "GiB; every task has 20 without asking");
        Container(request);
        EcsNameRules.Tags(request.Tags);
    }

    /// <summary>Checks one container.</summary>
    public static void Container(ContainerRequest request)
    {
        Variables(request);
        HealthCheck(request.HealthCheck);
        Within(request.StopTimeout, 2, 120, "StopTimeout", "seconds");
        Within(request.ContainerMemory, 6, 122880, "ContainerMemory", "MiB");
        Within(request.ContainerCpu, 1, 16384, "ContainerCpu", "CPU units");
        if (request.LogDriver is { } driver)
        {
            ContainerLogs.Driver(driver);
        }
    }

    /// <summary>The API's name of a processor architecture, from that name or Docker's.</summary>
    public static string Architecture(string text) => text.Trim().ToUpperInvariant() switch
    {
        "X86_64" or "AMD64" or "X64" or "LINUX/AMD64" or "WINDOWS/AMD64" => "X86_64",
        "ARM64" or "AARCH64" or "ARM64/V8" or "LINUX/ARM64" or "LINUX/ARM64/V8" => "ARM64",
        _ => throw Wrong(
            "Architecture",
            text,
            "Fargate runs only X86_64 and ARM64.",
            "Use -Architecture X86_64 or -Architecture ARM64, the one that the image is built for."),
    };

    /// <summary>The API's name of an operating system.</summary>
    public static string OperatingSystem(string text)
    {
        var upper = text.Trim().ToUpperInvariant();
        return upper == "LINUX" || WindowsEditions.Contains(upper, StringComparer.Ordinal)
            ? upper
            : throw Wrong(
                "OperatingSystem",
                text,
                "Fargate has no such operating system.",
                $"Use LINUX, or the Windows edition that the image is built on: {string.Join(", ", WindowsEditions)}.");
    }

    /// <summary>Settings that only Linux supports.</summary>
    public static void Windows(string architecture, bool ephemeralStorage)
    {
        if (architecture != "X86_64")
        {
            throw Unsuitable(
                "Architecture",
                architecture,
                "Windows containers run on X86_64 only.",
                "Use -Architecture X86_64, or -OperatingSystem LINUX.");
        }

        if (ephemeralStorage)
        {
            throw Unsuitable(
                "EphemeralStorage",
                null,
                "Windows tasks cannot choose their ephemeral storage.",
                "Leave out -EphemeralStorage.");
        }
    }

    private static void Variables(ContainerRequest request)
    {
        foreach (var name in (request.Environment?.Keys ?? []).Concat(request.Secrets?.Keys ?? []))
        {
            if (string.IsNullOrWhiteSpace(name) || name.Contains('='))
            {
                throw Wrong(
                    "Environment",
                    name,
                    "this is not a name for an environment variable.",
                    "Give names without '=', such as @{ PORT = '80' }.");
            }
        }

        if ((request.Environment?.Keys ?? []).FirstOrDefault(name => request.Secrets?.ContainsKey(name) == true) is { } both)
        {
            throw Wrong("Secret", both, "this name is both a plain variable and a secret.", $"Remove {both} from -Environment.");
        }

        foreach (var secret in request.Secrets ?? new Dictionary<string, string>())
        {
            // The reference is not secret, but someone may have given the secret itself instead. So keep it out of the message.
            if (!Regex.IsMatch(secret.Value ?? "", @"^(arn:aws[\w-]*:(secretsmanager|ssm):.+|[A-Za-z0-9_.\-/]{1,1011})$"))
            {
                throw Wrong(
                    "Secret",
                    secret.Key,
                    "the value is not a reference to a secret.",
                    "Give the ARN of a Secrets Manager secret or the name or ARN of a Parameter Store parameter, never the secret itself.");
            }
        }
    }

    private static void HealthCheck(TaskHealthCheck? check)
    {
        if (check is null)
        {
            return;
        }

        Within(check.Interval, 5, 300, "HealthCheckInterval", "seconds");
        Within(check.Timeout, 2, 60, "HealthCheckTimeout", "seconds");
        Within(check.Retries, 1, 10, "HealthCheckRetries", "failures");
        Within(check.StartPeriod, 0, 300, "HealthCheckStartPeriod", "seconds");
    }

    private static void Within(int? value, int minimum, int maximum, string parameter, string unit)
    {
        if (value < minimum || value > maximum)
        {
            throw Wrong(
                parameter,
                value,
                $"Fargate allows {minimum} to {maximum} {unit}.",
                $"Use -{parameter} {(value < minimum ? minimum : maximum)}.");
        }
    }

    private static EcsToolsException Wrong(string parameter, object? value, string problem, string remedy)
        => Refused(ErrorCode.InvalidValue(parameter), parameter, value, problem, remedy);

    /// <summary>The error of a value that is valid, but does not fit the rest of the definition.</summary>
    private static EcsToolsException Unsuitable(string parameter, object? value, string problem, string remedy)
        => Refused(ErrorCode.InvalidValue(parameter).OfRecord, parameter, value, problem, remedy);

    private static EcsToolsException Refused(ErrorCode code, string parameter, object? value, string problem, string remedy)
        => new(code, $"-{parameter}{(value is null ? "" : " " + UntrustedText.Sanitize($"{value}"))}: {problem}", remedy, parameter, value);
}
