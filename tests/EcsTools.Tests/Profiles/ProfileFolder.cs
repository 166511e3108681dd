using System;
using EcsTools.Profiles;
using EcsTools.Tests.Support;

namespace EcsTools.Tests.Profiles;

/// <summary>A folder of its own for a pair of shared files.</summary>
internal sealed class ProfileFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.Path;

    public string Credentials => _folder.File("credentials");

    public string Config => _folder.File("config");

    public SharedProfilePaths Paths => new(Credentials, Config);

    public void Dispose() => _folder.Dispose();
}
