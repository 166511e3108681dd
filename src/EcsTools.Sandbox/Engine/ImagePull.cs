namespace EcsTools.Sandbox.Engine;

/// <summary>What to pull: the name in the task definition, and the image itself if it is in the sandbox's registry, or the login to another one.</summary>
internal sealed record ImagePull(string Image, RegistryImage? Stored = null, RegistryLogin? Login = null);

/// <summary>The user and password for a registry.</summary>
internal sealed record RegistryLogin(string User, string Password)
{
    public override string ToString() => User;
}
