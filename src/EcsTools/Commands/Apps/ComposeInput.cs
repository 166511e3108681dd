using System.IO;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Definition;
using EcsTools.Aws;
using EcsTools.Compose;
using EcsTools.Pipeline;
using EcsTools.Stacks;

namespace EcsTools.Commands.Apps;

/// <summary>The compose files that the parameters of a command name.</summary>
/// <param name="Path">Full path of the file, or of its folder.</param>
/// <param name="Name">Name of the app; null for the one in the file.</param>
/// <param name="Overrides">Files that override it; null for the one beside it.</param>
/// <param name="Profiles">Profiles to activate.</param>
internal sealed record ComposeInput(string Path, string? Name, string[]? Overrides, string[]? Profiles)
{
    /// <summary>What the files say of an app.</summary>
    public async Task<AppDefinition> ReadAsync(CommandPipeline pipeline, AwsConnection connection, CancellationToken cancellationToken)
    {
        var overrides = Overrides is null ? [] : await pipeline.ResolvePathsAsync(Overrides, literal: true).ConfigureAwait(false);
        var file = overrides.Count > 0 && Directory.Exists(Path) ? ComposeApps.FileOf(Path) : Path;
        var request = new ComposeRequest
        {
            Paths = [file, .. overrides],
            Name = Name,
            Profiles = Profiles ?? [],
            Region = connection.Region,
            Account = await connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false),
        };
        var outputs = ComposeApps.StackOutputsOf(request);
        return ComposeApps.Read(outputs.Count == 0 ? request : request with
        {
            StackOutputs = await new StackOutputs(connection).ReadAsync(outputs, cancellationToken).ConfigureAwait(false),
        });
    }
}
