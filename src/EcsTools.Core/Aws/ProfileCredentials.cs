using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Internal.Settings;
using Amazon.SecurityToken;
using EcsTools.Models;
using EcsTools.Profiles;

namespace EcsTools.Aws;

/// <summary>
/// Reads profiles of the shared credentials and config files (and on Windows of the SDK's encrypted store), and gets their credentials.
/// </summary>
internal sealed class ProfileCredentials
{
    private readonly SharedProfileStore _shared;
    private readonly NetSDKCredentialsFile? _encrypted;
    private readonly string _configPath;
    private readonly Func<AmazonSecurityTokenServiceConfig> _sts;
    private readonly Func<string, string>? _askMfaCode;

    public ProfileCredentials(
        string? location,
        Func<string, string?> environment,
        Func<AmazonSecurityTokenServiceConfig> sts,
        Func<string, string>? askMfaCode)
    {
        var paths = SharedProfilePaths.Resolve(location, environment);
        var isGiven = !string.IsNullOrEmpty(location);
        if (isGiven && !File.Exists(paths.CredentialsPath))
        {
            throw new EcsToolsException(
                ErrorCodes.ProfileLocationNotFound,
                $"-ProfileLocation '{location}' is not a file.",
                "Give the path of a shared credentials file, such as ~/.aws/credentials.",
                "ProfileLocation",
                location);
        }

        _shared = new SharedProfileStore(paths);
        _configPath = paths.ConfigPath;
        _encrypted = !isGiven && UserCrypto.IsUserCryptAvailable ? new NetSDKCredentialsFile() : null;
        _sts = sts;
        _askMfaCode = askMfaCode;
    }

    public IReadOnlyList<string> Names()
        => (_encrypted?.ListProfiles().Select(profile => profile.Name) ?? Array.Empty<string>()).Concat(_shared.Names())
            .Distinct(StringComparer.Ordinal).OrderBy(name => name, StringComparer.Ordinal).ToList();

    public CredentialProfile? Find(string name)
        => _encrypted is not null && _encrypted.TryGetProfile(name, out var profile) ? profile : _shared.Find(name);

    /// <summary>The credentials of a profile.</summary>
    /// <param name="name">The profile.</param>
    /// <param name="givenBy">Where the profile was named, for the message.</param>
    public AWSCredentials Get(string name, string givenBy) => Get(name, givenBy, new List<string>());

    private AWSCredentials Get(string name, string givenBy, List<string> chain)
    {
        var profile = Find(name) ?? throw Unknown(name, givenBy);
        if (chain.Contains(name))
        {
            throw Unusable(name, $"its source_profile leads back to itself ({string.Join(" → ", chain)} → {name})");
        }

        chain.Add(name);
        var options = profile.Options;
        if (!string.IsNullOrEmpty(options.SsoSession) && string.IsNullOrEmpty(options.SsoStartUrl))
        {
            throw Unusable(name, $"{_configPath} has no sso_start_url in a section [sso-session {options.SsoSession}]");
        }

        try
        {
            if (!string.IsNullOrEmpty(options.RoleArn) && !string.IsNullOrEmpty(options.SourceProfile))
            {
                // A profile may name itself as its source. Its role is then assumed with its own keys.
                var source = options.SourceProfile == name && !string.IsNullOrEmpty(options.AccessKey)
                    ? Keys(options)
                    : Get(options.SourceProfile, $"source_profile of profile '{name}'", chain);
                return new AssumedRoleCredentials(source, options, _sts, _askMfaCode);
            }

            if (!string.IsNullOrEmpty(options.RoleArn) && !string.IsNullOrEmpty(options.CredentialSource))
            {
                return new AssumedRoleCredentials(CredentialSource(name, options.CredentialSource), options, _sts, _askMfaCode);
            }

            var credentials = profile.GetAWSCredentials(_shared);
            return credentials is ProcessAWSCredentials ? new ProcessCredentials(options.CredentialProcess) : credentials;
        }
        catch (Exception broken) when (broken is AmazonClientException or InvalidDataException or ArgumentException or InvalidOperationException)
        {
            throw Unusable(name, broken.Message, broken);
        }
    }

    private static AWSCredentials Keys(CredentialProfileOptions options)
        => string.IsNullOrEmpty(options.Token)
            ? new BasicAWSCredentials(options.AccessKey, options.SecretKey)
            : new SessionAWSCredentials(options.AccessKey, options.SecretKey, options.Token);

    private static AWSCredentials CredentialSource(string name, string source) => source switch
    {
        "Environment" => new EnvironmentVariablesAWSCredentials(),
        "Ec2InstanceMetadata" => new InstanceProfileAWSCredentials(),
        "EcsContainer" => new GenericContainerCredentials(),
        _ => throw Unusable(name, $"its credential_source '{source}' is not one of Environment, Ec2InstanceMetadata and EcsContainer"),
    };

    private EcsToolsException Unknown(string name, string givenBy)
    {
        var names = Names();
        return new EcsToolsException(
            ErrorCodes.UnknownProfile,
            $"There is no AWS profile '{name}' ({(givenBy == "ProfileName" ? "-ProfileName" : givenBy)}).",
            names.Count == 0
                ? "Create a profile with New-EcsIamDeployer or 'aws configure', or start a sandbox with Start-EcsSandbox: the shared "
                    + "credentials file has no profile."
                : NearestNames.Suggest(name, names, $"Use one of these profiles: {string.Join(", ", names.Take(20))}."),
            givenBy == "ProfileName" ? givenBy : null,
            name);
    }

    private static EcsToolsException Unusable(string name, string why, Exception? inner = null)
        => new(
            ErrorCodes.UnusableProfile,
            $"Profile '{name}' does not give credentials: {why.TrimEnd('.')}.",
            "Correct the profile in the shared config file, or choose another one with -ProfileName.",
            "ProfileName",
            name,
            inner);
}
