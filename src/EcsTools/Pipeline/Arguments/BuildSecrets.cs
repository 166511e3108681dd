using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Threading.Tasks;
using EcsTools.Images.Build;

namespace EcsTools.Pipeline.Arguments;

/// <summary>Reads hashtables of secrets for a build: each key is an id, each value a file or a SecureString.</summary>
internal static class BuildSecrets
{
    /// <exception cref="EcsToolsException">A value is neither a file nor a SecureString.</exception>
    public static async Task<IReadOnlyList<BuildSecret>> ResolveAsync(CommandPipeline pipeline, Hashtable? table)
    {
        var secrets = new List<BuildSecret>();
        foreach (var entry in (table ?? []).Cast<DictionaryEntry>())
        {
            var id = System.Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!;
            var value = entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value;
            secrets.Add(value switch
            {
                SecureString secret => new BuildSecret { Id = id, Value = new NetworkCredential("", secret).Password },
                string or System.IO.FileInfo => new BuildSecret
                {
                    Id = id,
                    Path = await pipeline.ResolveNewPathAsync(value is System.IO.FileInfo file ? file.FullName : (string)value, "Secret")
                        .ConfigureAwait(false),
                },
                _ => throw new EcsToolsException(
                    ErrorCodes.InvalidSecret,
                    $"-Secret: the value of '{id}' is {(value is null ? "null" : "a " + value.GetType().Name)}, neither the path of a file nor a SecureString.",
                    $"Use a file, -Secret @{{ {id} = './secret.txt' }}, or a SecureString, such as Read-Host -AsSecureString returns.",
                    "Secret",
                    id),
            });
        }

        return secrets;
    }
}
