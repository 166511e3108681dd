using System;
using System.Globalization;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>Ids of what a service has: digits for a deployment and its revision, letters and digits for a service deployment.</summary>
internal static class DeploymentIds
{
    private const ulong Nineteen = 10_000_000_000_000_000_000;

    /// <summary>Nineteen random digits.</summary>
    public static string New()
        => (BitConverter.ToUInt64(Guid.NewGuid().ToByteArray(), 0) % Nineteen).ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>21 random letters, digits, underscores and hyphens.</summary>
    public static string NewText()
        => Convert.ToBase64String(Guid.NewGuid().ToByteArray()).Replace('+', '-').Replace('/', '_').Substring(0, 21);
}
