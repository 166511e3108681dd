using System;
using System.Text.RegularExpressions;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>The rule for names of load balancers and target groups.</summary>
internal static class ResourceName
{
    private const int Longest = 32;
    private const string Reserved = "internal-";

    /// <param name="subject">How an error begins, such as <c>Target group</c>.</param>
    /// <param name="name">The name.</param>
    public static void Check(string subject, string name)
    {
        var problem = name.Length == 0 ? "cannot be empty"
            : name.Length > Longest ? $"cannot be longer than '{Longest}' characters"
            : !Regex.IsMatch(name, @"\A[A-Za-z0-9-]+\z") ? "can only contain characters that are alphanumeric characters or hyphens(-)"
            : name[0] == '-' || name[name.Length - 1] == '-' ? "cannot begin or end with '-'"
            : name.StartsWith(Reserved, StringComparison.Ordinal) ? $"cannot begin with '{Reserved}'"
            : null;
        if (problem is not null)
        {
            throw LoadBalancingErrors.Invalid($"{subject} name '{name}' {problem}");
        }
    }
}
