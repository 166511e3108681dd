using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using EcsTools.Models;

namespace EcsTools.Aws;

/// <summary>Finds credentials in the same order as the AWS SDK: environment, web identity, profile, container, instance.</summary>
internal sealed class CredentialSources
{
    private readonly Func<string, string?> _environment;
    private readonly ProfileCredentials _profiles;
    private readonly InstanceMetadata _instance;

    public CredentialSources(Func<string, string?> environment, ProfileCredentials profiles, InstanceMetadata instance)
    {
        _environment = environment;
        _profiles = profiles;
        _instance = instance;
    }

    /// <summary>Finds the credentials of a request.</summary>
    public async Task<AWSCredentials> FindAsync(AwsConnectionRequest request, CancellationToken cancellationToken)
    {
        if (request.Credential is { } credential)
        {
            return DuckTypedCredentials.From(credential);
        }

        if (request.AccessKey is not null || request.SecretKey is not null || request.SessionToken is not null)
        {
            return Keys(request);
        }

        return request.ProfileName is { } profile
            ? _profiles.Get(profile, "ProfileName")
            : FromEnvironment() ?? FromDefaultProfile() ?? FromContainer() ?? await FromInstanceAsync(cancellationToken).ConfigureAwait(false)
                ?? throw NoCredentials();
    }

    private static AWSCredentials Keys(AwsConnectionRequest request)
    {
        if (string.IsNullOrWhiteSpace(request.AccessKey) || string.IsNullOrWhiteSpace(request.SecretKey))
        {
            var missing = string.IsNullOrWhiteSpace(request.AccessKey) ? "AccessKey" : "SecretKey";
            throw new EcsToolsException(
                ErrorCodes.IncompleteCredentials,
                $"-{missing} is missing: an access key id and its secret go together.",
                "Give both -AccessKey and -SecretKey, or choose a profile with -ProfileName.",
                missing);
        }

        return string.IsNullOrEmpty(request.SessionToken)
            ? new BasicAWSCredentials(request.AccessKey, request.SecretKey)
            : new SessionAWSCredentials(request.AccessKey, request.SecretKey, request.SessionToken);
    }

    private AWSCredentials? FromEnvironment()
    {
        var accessKey = _environment("AWS_ACCESS_KEY_ID");
        var secretKey = _environment("AWS_SECRET_ACCESS_KEY");
        if (!string.IsNullOrEmpty(accessKey) && !string.IsNullOrEmpty(secretKey))
        {
            var token = _environment("AWS_SESSION_TOKEN");
            return string.IsNullOrEmpty(token) ? new BasicAWSCredentials(accessKey, secretKey) : new SessionAWSCredentials(accessKey, secretKey, token);
        }

        var tokenFile = _environment("AWS_WEB_IDENTITY_TOKEN_FILE");
        var role = _environment("AWS_ROLE_ARN");
        return string.IsNullOrEmpty(tokenFile) || string.IsNullOrEmpty(role)
            ? null
            : new AssumeRoleWithWebIdentityCredentials(tokenFile, role, _environment("AWS_ROLE_SESSION_NAME") ?? "ecstools");
    }

    private AWSCredentials? FromDefaultProfile()
    {
        var named = _environment("AWS_PROFILE");
        if (!string.IsNullOrEmpty(named))
        {
            return _profiles.Get(named!, "environment variable AWS_PROFILE");
        }

        return _profiles.Find("default") is { CanCreateAWSCredentials: true } ? _profiles.Get("default", "ProfileName") : null;
    }

    private GenericContainerCredentials? FromContainer()
        => string.IsNullOrEmpty(_environment("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"))
            && string.IsNullOrEmpty(_environment("AWS_CONTAINER_CREDENTIALS_FULL_URI"))
            ? null
            : new GenericContainerCredentials();

    private async Task<AWSCredentials?> FromInstanceAsync(CancellationToken cancellationToken)
        => await _instance.AnswersAsync(cancellationToken).ConfigureAwait(false)
            ? await Task.Run(() => new InstanceProfileAWSCredentials(), cancellationToken).ConfigureAwait(false)
            : null;

    private EcsToolsException NoCredentials()
    {
        var profiles = _profiles.Names();
        return new EcsToolsException(
            ErrorCodes.NoCredentials,
            "No AWS credentials were found: not in the parameters, the session, the environment, a default profile, a container or an instance.",
            (profiles.Count > 0 ? $"Choose a profile with -ProfileName ({string.Join(", ", profiles.Take(10))})" : "Choose a profile with -ProfileName")
                + ", set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or work without an account: Start-EcsSandbox.",
            "ProfileName");
    }
}
