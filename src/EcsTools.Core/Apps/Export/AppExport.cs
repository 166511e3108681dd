using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;

namespace EcsTools.Apps.Export;

/// <summary>An app as text from which it can be created again.</summary>
/// <param name="Text">The text.</param>
/// <param name="Warnings">What the text does not have, and what its user must do.</param>
public sealed record AppExportResult(string Text, IReadOnlyList<string> Warnings);

/// <summary>Writes apps that are published.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class AppExport(AwsConnection connection)
{
    /// <summary>Reads an app and writes it. Changes nothing.</summary>
    /// <param name="app">Name of the app.</param>
    /// <param name="format">What to write.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">There is no such app.</exception>
    public async Task<AppExportResult> WriteAsync(string app, AppExportFormat format, CancellationToken cancellationToken)
    {
        var snapshot = await new AppSnapshotReader(connection).ReadAsync(app, cancellationToken).ConfigureAwait(false);
        return format switch
        {
            AppExportFormat.CloudFormation => new CloudFormationTemplate(snapshot).Write(),
            AppExportFormat.Compose => new ComposeExport(snapshot).Write(),
            AppExportFormat.PowerShell => new PowerShellExport(snapshot).Write(),
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
    }
}
