using System;
using Amazon.Runtime;

namespace EcsTools.Aws;

/// <summary>
/// Errors of a role that was made a moment ago and is not known everywhere yet. They pass within seconds, seldom a minute.
/// </summary>
internal static class RoleProblems
{
    /// <summary>The service-linked role that ECS makes for itself at the first use in an account.</summary>
    public static bool IsServiceLinkedRoleDelay(Exception problem)
        => problem is AmazonServiceException service && Says(service, "service linked role");

    /// <summary>A task or execution role.</summary>
    public static bool IsAssumeRoleDelay(Exception problem)
        => problem is AmazonServiceException service && (Says(service, "unable to assume") || Says(service, "service linked role"));

    /// <summary>A role that EventBridge is to run tasks with.</summary>
    public static bool IsTargetRoleDelay(Exception problem)
        => problem is AmazonServiceException service && (Says(service, "must allow") || Says(service, "assume the role")
            || Says(service, "unable to assume"));

    private static bool Says(AmazonServiceException problem, string text)
        => problem.Message?.IndexOf(text, StringComparison.OrdinalIgnoreCase) >= 0;
}
