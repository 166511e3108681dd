namespace EcsTools.Images.Registry;

/// <summary>What to do about an answer of a registry, in the parameters of the command that called it.</summary>
internal static class RegistryRemedies
{
    /// <summary>The parameter with the user and password of the registry.</summary>
    public static string CredentialParameter(RegistryAddress registry)
        => registry.Role == RegistryRole.Destination ? "RegistryCredential" : "SourceCredential";

    /// <summary>The parameter that names the repository.</summary>
    public static string RepositoryParameter(RegistryAddress registry) => registry.Role == RegistryRole.Destination ? "Destination" : "RepositoryName";

    public static string Unauthorized(RegistryAddress registry, RegistryScope scope)
        => registry.Role == RegistryRole.Destination
            ? $"Check the name in -Destination, and give a user who may push to '{scope.Repository}' with -RegistryCredential. "
                + "Docker Hub takes an access token in place of the password."
            : scope.Push
                ? "Run the command again, and check -Region and -ProfileName: the registry's token has expired or belongs to another registry."
                : $"Check the name, and give a user and password with -SourceCredential: {registry.Host} tells only users with "
                    + $"access whether '{scope.Repository}' exists.";

    public static string Denied(RegistryAddress registry, RegistryScope scope)
        => registry.Role == RegistryRole.Destination
            ? $"Allow the user to push to '{scope.Repository}', or give another user with -RegistryCredential. If the registry creates no "
                + "repositories itself, create the repository there."
            : scope.Push
                ? "Allow the caller ecr:BatchCheckLayerAvailability, ecr:InitiateLayerUpload, ecr:UploadLayerPart, "
                    + "ecr:CompleteLayerUpload and ecr:PutImage on the repository."
                : "Allow the caller ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on the repository; if another "
                    + "account owns it, in the repository's policy too.";

    public static string RepositoryMissing(RegistryAddress registry, RegistryScope scope)
        => registry.Role == RegistryRole.Destination ? "Check the name in -Destination, or create the repository at the registry."
            : scope.Push ? $"Create it: Initialize-EcrRepository {scope.Repository}"
            : "Check the name.";

    public static string Unreachable(RegistryAddress registry, string repository)
        => registry.Role == RegistryRole.Destination
            ? "Check the host in -Destination, the network and the proxy, then run the command again."
            : "Check the network, the proxy and -Region, then run the command again. If the connection ends early each time, check that the "
                + $"repository exists (Initialize-EcrRepository {repository}).";

    /// <summary>The token server issued no token.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="user">The user who was refused; null if none was given.</param>
    public static string NoToken(RegistryAddress registry, string? user)
        => user is null ? $"Give a user and password of the registry with -{CredentialParameter(registry)}."
            : registry.Role == RegistryRole.Destination ? $"Check the password of {user}, and that this user may push the image."
            : $"Check the password of {user}, and that this user may read the image.";

    /// <summary>The registry's token server is on another site.</summary>
    public static string UntrustedRealm(RegistryAddress registry)
        => registry.Role == RegistryRole.Destination
            ? "If you trust that server, push the image with 'docker push'."
            : "If everybody may pull the image, leave out -SourceCredential and sign out with 'docker logout'. "
                + "If you trust that server, pull the image with 'docker pull' and push it with Push-EcrImage -Image.";
}
