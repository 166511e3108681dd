using System;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

namespace EcsTools.Aws;

/// <summary>
/// The role of a profile, assumed with the credentials of its source. The SDK's own class for this takes the STS client from a process-wide
/// registry that does not know the source credentials.
/// </summary>
internal sealed class AssumedRoleCredentials : RefreshingAWSCredentials
{
    private readonly AWSCredentials _source;
    private readonly CredentialProfileOptions _role;
    private readonly Func<AmazonSecurityTokenServiceConfig> _configuration;
    private readonly Func<string, string>? _askMfaCode;

    public AssumedRoleCredentials(
        AWSCredentials source,
        CredentialProfileOptions role,
        Func<AmazonSecurityTokenServiceConfig> configuration,
        Func<string, string>? askMfaCode)
    {
        _source = source;
        _role = role;
        _configuration = configuration;
        _askMfaCode = askMfaCode;

        // The push of a large image must not start with a minute left.
        PreemptExpiryTime = TimeSpan.FromMinutes(5);
    }

    protected override CredentialsRefreshState GenerateNewCredentials()
        => Task.Run(GenerateNewCredentialsAsync).GetAwaiter().GetResult();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        using var sts = new AmazonSecurityTokenServiceClient(_source, _configuration());
        var request = new AssumeRoleRequest
        {
            RoleArn = _role.RoleArn,
            RoleSessionName = string.IsNullOrEmpty(_role.RoleSessionName)
                ? "ecstools-" + DateTime.UtcNow.Ticks.ToString(System.Globalization.CultureInfo.InvariantCulture)
                : _role.RoleSessionName,
            ExternalId = string.IsNullOrEmpty(_role.ExternalID) ? null : _role.ExternalID,
        };
        if (!string.IsNullOrEmpty(_role.MfaSerial))
        {
            request.SerialNumber = _role.MfaSerial;
            request.TokenCode = (_askMfaCode ?? throw CannotAsk()).Invoke(_role.MfaSerial);
        }

        var answer = await sts.AssumeRoleAsync(request, CancellationToken.None).ConfigureAwait(false);
        var keys = answer.Credentials;
        return new CredentialsRefreshState(
            new ImmutableCredentials(keys.AccessKeyId, keys.SecretAccessKey, keys.SessionToken),
            keys.Expiration?.ToUniversalTime() ?? DateTime.UtcNow.AddMinutes(15));
    }

    private EcsToolsException CannotAsk()
        => new(
            ErrorCodes.MfaCodeNeeded,
            $"The profile's role {_role.RoleArn} requires a code from the MFA device {_role.MfaSerial}, and there is no prompt to ask for it.",
            "Run the command at an interactive prompt, or give temporary credentials with -AccessKey, -SecretKey and -SessionToken.",
            "ProfileName");
}
