using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace EcsTools.Sandbox.Protocol.Model;

/// <summary>The names of all operations that a service has on AWS. The model of the sandbox has only those that it serves.</summary>
internal static class ServiceOperations
{
    /// <summary>The operations of the service with this package; none if they are not known.</summary>
    public static IReadOnlyCollection<string> Of(string package)
    {
        using var stream = typeof(ServiceOperations).Assembly.GetManifestResourceStream($"operations/{package}.txt");
        if (stream is null)
        {
            return Array.Empty<string>();
        }

        using var reader = new StreamReader(stream);
        return new HashSet<string>(reader.ReadToEnd().Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
    }
}
