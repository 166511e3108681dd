using System;
using Amazon.Runtime;

namespace EcsTools.Aws;

/// <summary>
/// Recognizes errors about a role that was just created and is not known everywhere yet. They usually pass within seconds, and rarely take
/// a minute.
/// </summary>
internal static class RoleProblems
{
    /// <summary>Whether it is about the service-linked role that ECS creates for itself when an account first uses it.</summary>
    public static bool IsServiceLinkedRoleDelay(Exception problem)
        => problem is AmazonServiceException service && Says(service, "service linked role");

    /// <summary>Whether it is about a task role or an execution role.</summary>
    public static bool IsAssumeRoleDelay(Exception problem)
        => problem is AmazonServiceException service && (Says(service, "unable to assume") || Says(service, "service linked role"));

    /// <summary>Whether it is about a role that EventBridge uses to run tasks.</summary>
    public static bool IsTargetRoleDelay(Exception problem)
        => problem is AmazonServiceException service && (Says(service, "must allow") || Says(service, "assume the role")
            || Says(service, "unable to assume"));

    private static bool Says(AmazonServiceException problem, string text)
        => problem.Message?.IndexOf(text, StringComparison.OrdinalIgnoreCase) >= 0;
}
