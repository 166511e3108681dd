using System;
using Amazon.Runtime;

namespace EcsTools.Aws;

/// <summary>
/// Recognizes errors about a role that was just created and is not known everywhere yet. They usually pass within seconds, rarely after a
/// minute.
/// </summary>
internal static class RoleProblems
{
    /// <summary>The service-linked role that ECS creates for itself when an account first uses it.</summary>
    public static bool IsServiceLinkedRoleDelay(Exception problem)
        => problem is AmazonServiceException service && Says(service, "service linked role");

    /// <summary>A task or execution role.</summary>
    public static bool IsAssumeRoleDelay(Exception problem)
        => problem is AmazonServiceException service && (Says(service, "unable to assume") || Says(service, "service linked role"));

    /// <summary>A role for EventBridge to run tasks.</summary>
    public static bool IsTargetRoleDelay(Exception problem)
        => problem is AmazonServiceException service && (Says(service, "must allow") || Says(service, "assume the role")
            || Says(service, "unable to assume"));

    private static bool Says(AmazonServiceException problem, string text)
        => problem.Message?.IndexOf(text, StringComparison.OrdinalIgnoreCase) >= 0;
}
