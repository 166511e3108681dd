using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Pipeline.Completion;
using EcsTools.Routing.Balancers;

namespace EcsTools.Commands.Routing;

/// <summary>Completes domain names that a certificate is for.</summary>
public sealed class CertificateCompleter : AwsCompleter
{
    /// <inheritdoc/>
    protected override Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection, string scope, CancellationToken cancellationToken)
        => new Certificates(connection).NamesAsync(cancellationToken);
}
