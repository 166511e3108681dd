using System;
using System.Collections.Generic;
using System.Linq;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;

namespace EcsTools.Profiles;

/// <summary>
/// The current profiles of the shared credentials and config files. The SDK's own store decides once per process which config file it
/// reads, and only if that file already exists. A profile written later, or a variable set later, would lose its region and its endpoint.
/// </summary>
internal sealed class SharedProfileStore : ICredentialProfileSource
{
    private readonly SharedProfilePaths _paths;
    private readonly Lazy<IniDocument> _credentials;
    private readonly Lazy<IniDocument> _config;

    public SharedProfileStore(SharedProfilePaths paths)
    {
        _paths = paths;
        _credentials = Document(paths.CredentialsPath);
        _config = Document(paths.ConfigPath);
    }

    /// <summary>The names of the profiles that have credentials.</summary>
    public IEnumerable<string> Names()
        => _credentials.Value.Sections.Where(section => SsoSessionOf(section) is null).Select(section => ProfileSection.NameOf(section) ?? section)
            .Concat(_config.Value.Sections.Select(ProfileSection.NameOf).OfType<string>())
            .Distinct(StringComparer.Ordinal)
            .Where(name => Settings(name) is { } settings && Profile(name, settings).CanCreateAWSCredentials);

    public bool TryGetProfile(string profileName, out CredentialProfile profile)
    {
        profile = Find(profileName)!;
        return profile is not null;
    }

    /// <summary>The profile with this name; null if neither file has it.</summary>
    /// <exception cref="EcsToolsException"><c>ProfileFileUnreadable</c>: its region is invalid.</exception>
    public CredentialProfile? Find(string name)
    {
        var settings = Settings(name);
        if (settings is null)
        {
            return null;
        }

        var profile = Profile(name, settings);
        if (settings.TryGetValue("region", out var region) && region.Length > 0)
        {
            profile.Region = Region(name, region);
        }

        return profile;
    }

    /// <summary>The profile without its region: one invalid region must not hide the other profiles from a list.</summary>
    private CredentialProfile Profile(string name, Dictionary<string, string> settings)
    {
        string? Of(string key) => settings.TryGetValue(key, out var value) && value.Length > 0 ? value : null;
        var ignoresEndpoint = string.Equals(Of("ignore_configured_endpoint_urls"), "true", StringComparison.OrdinalIgnoreCase);
        return new CredentialProfile(name, Options(Of)) { EndpointUrl = ignoresEndpoint ? null : Of("endpoint_url") };
    }

    private RegionEndpoint Region(string name, string region)
    {
        try
        {
            return RegionEndpoint.GetBySystemName(region);
        }
        catch (AmazonClientException problem)
        {
            throw new EcsToolsException(
                ErrorCodes.ProfileFileUnreadable,
                $"Profile '{UntrustedText.Sanitize(name)}' has the region '{UntrustedText.Sanitize(region)}' in {_paths.ConfigPath} or "
                    + $"{_paths.CredentialsPath}, which is not a region.",
                $"Correct it: aws configure set region eu-west-1 --profile {UntrustedText.Sanitize(name)}",
                "ProfileName",
                name,
                problem);
        }
    }

    private CredentialProfileOptions Options(Func<string, string?> of)
    {
        // The common settings of the profiles that use an sso_session are in a separate section.
        var session = of("sso_session") is { } name
            ? _config.Value.Read(section => SsoSessionOf(section) == name) ?? _credentials.Value.Read(section => SsoSessionOf(section) == name)
            : null;
        string? Sso(string key) => session is not null && session.TryGetValue(key, out var value) && value.Length > 0 ? value : of(key);
        return new CredentialProfileOptions
        {
            AccessKey = of("aws_access_key_id"),
            SecretKey = of("aws_secret_access_key"),
            Token = of("aws_session_token"),
            AwsAccountId = of("aws_account_id"),
            RoleArn = of("role_arn"),
            SourceProfile = of("source_profile"),
            CredentialSource = of("credential_source"),
            ExternalID = of("external_id"),
            MfaSerial = of("mfa_serial"),
            RoleSessionName = of("role_session_name"),
            WebIdentityTokenFile = of("web_identity_token_file"),
            CredentialProcess = of("credential_process"),
            LoginSession = of("login_session"),
            SsoSession = of("sso_session"),
            SsoAccountId = of("sso_account_id"),
            SsoRoleName = of("sso_role_name"),
            SsoStartUrl = Sso("sso_start_url"),
            SsoRegion = Sso("sso_region"),
            SsoRegistrationScopes = Sso("sso_registration_scopes"),
        };
    }

    /// <summary>What both files say about a profile. The credentials file takes precedence, as with every AWS tool.</summary>
    private Dictionary<string, string>? Settings(string name)
    {
        // A section such as [profile ] names no profile.
        if (name.Length == 0)
        {
            return null;
        }

        var credentials = _credentials.Value.Read(section => section == name)
            ?? _credentials.Value.Read(section => ProfileSection.NameOf(section) == name);
        var config = _config.Value.Read(section => ProfileSection.NameOf(section) == name);
        if (credentials is null && config is null)
        {
            return null;
        }

        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in new[] { config, credentials }.Where(values => values is not null).SelectMany(values => values!))
        {
            settings[setting.Key] = setting.Value;
        }

        return settings;
    }

    private static string? SsoSessionOf(string section)
        => section.Split(new[] { ' ', '\t' }, 2) is { Length: 2 } parts && parts[0] == "sso-session" ? parts[1].Trim(' ', '\t', '\'', '"') : null;

    private static Lazy<IniDocument> Document(string path)
        => new(() => SharedProfileFile.Parse(new AtomicFile(path, SystemClock.Instance, ownerOnly: false)));
}
