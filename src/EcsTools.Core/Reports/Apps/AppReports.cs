using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;

namespace EcsTools.Reports.Apps;

/// <summary>Shows apps as HTML documents.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class AppReports(AwsConnection connection)
{
    /// <summary>Reads an app and writes its picture: one document that needs no network and no other file.</summary>
    /// <param name="request">Which app, and how.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The app does not exist.</exception>
    public async Task<string> WriteAsync(AppReportRequest request, CancellationToken cancellationToken)
        => AppReportPage.Write(await new AppReportReader(connection).ReadAsync(request, cancellationToken).ConfigureAwait(false));
}
