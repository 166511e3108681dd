using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Identity;

namespace EcsTools.Removal;

/// <summary>Reads what the caller may be allowed to remove but not to read, and remembers what was denied.</summary>
internal sealed class Readable
{
    private readonly List<string> _warnings = [];

    /// <summary>A sentence for each thing that was denied.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    public async Task<T> ReadAsync<T>(Task<T> reading, T otherwise, string warning)
    {
        try
        {
            return await reading.ConfigureAwait(false);
        }
        catch (AmazonServiceException denied) when (IamRoles.IsDenied(denied))
        {
            _warnings.Add(warning);
            return otherwise;
        }
    }
}
