using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Registry.Http;

/// <summary>Who a registry token was issued to, and what they may do. Tokens of ECR carry the permissions of the caller who asked for them.</summary>
internal interface IRegistryAccess
{
    /// <summary>The caller with this access key; null if the key was deleted, is inactive, or has expired. Then its tokens have ended too.</summary>
    SandboxPrincipal? Find(string accessKeyId);

    /// <summary>Why the caller may not do it, in the words of AWS; null if the caller may.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="action">Such as <c>ecr:BatchGetImage</c>.</param>
    /// <param name="repository">Name of the repository; null for an action on no repository.</param>
    string? Denial(SandboxPrincipal caller, string action, string? repository);
}
