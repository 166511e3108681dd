using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Pipeline.Completion;
using EcsTools.Routing.Targets;

namespace EcsTools.Commands.Routing;

/// <summary>Completes ARNs of target groups.</summary>
public sealed class TargetGroupCompleter : AwsCompleter
{
    /// <inheritdoc/>
    protected override Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection, string scope, CancellationToken cancellationToken)
        => new TargetGroups(connection).ArnsAsync(cancellationToken);
}
