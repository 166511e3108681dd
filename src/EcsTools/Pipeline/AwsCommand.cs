using System;
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Identity;
using EcsTools.Pipeline.Completion;

namespace EcsTools.Pipeline;

/// <summary>A command that calls AWS, with the common parameters of account and region, named as in the AWS Tools for PowerShell.</summary>
public abstract class AwsCommand : AsyncCommand
{
    private static readonly string[] ReadingVerbs = ["Compare-", "Get-", "Find-", "Measure-", "Show-", "Test-", "Wait-", "Watch-"];

    private readonly ConcurrentDictionary<AwsConnectionRequest, AwsConnection> _connections = new();

    /// <summary>System name of the AWS region, such as eu-west-1.</summary>
    /// <value>the region of the profile, $StoredAWSRegion, AWS_REGION, or the default profile, whichever is set first</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionToCall")]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Region { get; set; }

    /// <summary>Name of a profile in the shared AWS credentials and config files, whose credentials the command uses.</summary>
    [Parameter]
    [Alias("StoredCredentials", "AWSProfileName")]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public virtual string? ProfileName { get; set; }

    /// <summary>Path of the shared credentials file.</summary>
    /// <value>AWS_SHARED_CREDENTIALS_FILE, or ~/.aws/credentials</value>
    [Parameter]
    [Alias("AWSProfilesLocation", "ProfilesLocation")]
    public virtual string? ProfileLocation { get; set; }

    /// <summary>Access key id. Use it together with -SecretKey.</summary>
    [Parameter]
    [Alias("AK")]
    public string? AccessKey { get; set; }

    /// <summary>Secret access key. Prefer -ProfileName: it keeps the key out of scripts and of the command history.</summary>
    [Parameter]
    [Alias("SK", "SecretAccessKey")]
    public string? SecretKey { get; set; }

    /// <summary>Session token of temporary credentials.</summary>
    [Parameter]
    [Alias("ST")]
    public string? SessionToken { get; set; }

    /// <summary>
    /// Credentials object of the AWS Tools for PowerShell, or a PSCredential with the access key id as its user name and the secret access
    /// key as its password.
    /// </summary>
    [Parameter]
    public object? Credential { get; set; }

    /// <summary>Address of one server that answers every AWS API, such as an emulator or a proxy.</summary>
    /// <value>the endpoints of AWS</value>
    [Parameter]
    public string? EndpointUrl { get; set; }

    /// <summary>
    /// Allows an endpoint that is on another machine and not encrypted, such as <c>http://emulator:4566</c>. Everybody on the network can then read the keys
    /// and tokens in requests and answers.
    /// </summary>
    [Parameter]
    public SwitchParameter AllowInsecureEndpoint { get; set; }

    /// <summary>
    /// Returns the connection for the current record. It is created on first use, shared by records with the same request, and disposed
    /// with the command.
    /// </summary>
    /// <param name="pipeline">The command's pipeline.</param>
    /// <param name="cancellationToken">Cancels the search for credentials.</param>
    /// <exception cref="EcsToolsException">There are no credentials or no region, or the profile does not exist.</exception>
    protected async Task<AwsConnection> ConnectAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var resolved = await pipeline.InvokeAsync(
            () => SessionConnection.Resolve(ConnectionRequest(), name => SessionState.PSVariable.GetValue(name))).ConfigureAwait(false);
        if (resolved.Notice is { } notice)
        {
            pipeline.WriteHost(notice, ConsoleColor.Yellow);
        }

        if (!_connections.TryGetValue(resolved.Request, out var connection))
        {
            // The prompt for an MFA code belongs to this record's pipeline. It must not make two equal requests different.
            var request = resolved.Request with { AskMfaCode = serial => AskMfaCode(pipeline, serial) };
            connection = await AwsConnections.ConnectAsync(request, cancellationToken: cancellationToken).ConfigureAwait(false);
            _connections[resolved.Request] = connection;
            foreach (var endpoint in connection.InsecureEndpoints)
            {
                pipeline.WriteWarning($"The connection to {endpoint} is not encrypted. Everybody on the network can read the keys and tokens in it.");
            }

            pipeline.WriteVerbose(
                $"Region {connection.Region}, {connection.EndpointUrl ?? "AWS's own endpoints"}"
                + (connection.ProfileName is { } profile ? $", profile {profile}." : "."));
        }

        connection.LeftOut = gap => Current?.WriteWarning(Text(gap));
        return connection;
    }

    /// <summary>
    /// The request that the common parameters describe. A command that uses one of them for something else overrides this. Called on the
    /// pipeline thread.
    /// </summary>
    protected virtual AwsConnectionRequest ConnectionRequest() => new()
    {
        Region = Region,
        ProfileName = ProfileName,
        ProfileLocation = ProfileLocation is { } path ? SessionState.Path.GetUnresolvedProviderPathFromPSPath(path) : null,
        AccessKey = AccessKey,
        SecretKey = SecretKey,
        SessionToken = SessionToken,
        Credential = Credential is PSObject wrapped ? wrapped.BaseObject : Credential,
        EndpointUrl = EndpointUrl,
        AllowInsecureEndpoint = AllowInsecureEndpoint,
    };

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var connection in _connections.Values)
            {
                connection.Dispose();
            }

            _connections.Clear();
            if (!Array.Exists(ReadingVerbs, verb => MyInvocation.MyCommand?.Name.StartsWith(verb, StringComparison.Ordinal) ?? false))
            {
                AwsCompleter.Forget();
            }
        }

        base.Dispose(disposing);
    }

    /// <summary>Names what work that ended early leaves behind.</summary>
    /// <param name="pipeline">The command's pipeline.</param>
    /// <param name="isComplete">False if the work was cancelled or failed.</param>
    private protected override void EndOfWork(CommandPipeline pipeline, bool isComplete)
    {
        foreach (var connection in _connections.Values)
        {
            if (isComplete)
            {
                connection.Changes.Settle();
            }
            else if (connection.Changes.Take() is { } left)
            {
                pipeline.WriteLeftover(left);
            }
        }
    }

    private protected override bool HoldsForAllRecords(ErrorRecord error)
        => base.HoldsForAllRecords(error) || IsAboutCredentials(error) || IsAboutConnection(error.Exception);

    // Another registry can refuse its own login. A region that is not enabled for the account answers that it does not know the key.
    private bool IsAboutCredentials(ErrorRecord error)
        => error.CategoryInfo.Category == ErrorCategory.AuthenticationError
            && !(error.Exception is EcsToolsException own && (own.Is(ErrorCodes.RegistryUnauthorized) || own.Is(ErrorCodes.RegistryRealmUntrusted)))
            && !(error.FullyQualifiedErrorId == ErrorCodes.AccessKeyUnknown.Id && IsOfRecord(nameof(Region)));

    // What a record binds can differ from record to record.
    private bool IsAboutConnection(Exception exception)
        => exception is EcsToolsException { Kind: ErrorKind.InvalidArgument } problem && problem.Parameter switch
        {
            nameof(Region) or nameof(ProfileName) or nameof(ProfileLocation) => !IsOfRecord(problem.Parameter!),
            nameof(EndpointUrl) or nameof(AccessKey) or nameof(SecretKey) or nameof(SessionToken) or nameof(Credential) => true,
            _ => false,
        };

    private bool IsOfRecord(string parameter) => IsBound(parameter) && !IsGivenOnCommandLine(parameter);

    private static string Text(PermissionGap gap)
        => $"{gap.LeftOut}: these credentials lack {gap.Denial.Permission}."
            + (DeployerPermissions.CommandFor(gap.Denial) is { } command ? $" For a deployer of EcsTools, run as an administrator: {command}" : "");

    private string AskMfaCode(CommandPipeline pipeline, string serial)
        => pipeline.InvokeAsync(() =>
        {
            Host.UI.Write($"Code of the MFA device {serial}: ");
            return Host.UI.ReadLine();
        }).GetAwaiter().GetResult();
}
