using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Registry;

/// <summary>The state of the registry that survives a restart. Times are epoch seconds of the sandbox's clock.</summary>
internal sealed class RegistryModel
{
    public List<RegistryRepository> Repositories { get; set; } = new();

    /// <summary>Key that signs authorization tokens. It is saved, so that tokens are valid after a restart.</summary>
    public byte[] TokenKey { get; set; } = Array.Empty<byte>();

    /// <summary>Account settings that were set, by name.</summary>
    public SortedDictionary<string, string> AccountSettings { get; set; } = new(StringComparer.Ordinal);
}
