using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;

namespace EcsTools.Profiles;

/// <summary>
/// Profiles in the shared AWS credentials and config files, written as <c>aws configure</c> writes them: keys under <c>[name]</c> in the
/// credentials file, region and output under <c>[profile name]</c> (or <c>[default]</c>) in the config file. Everything else in the files
/// stays the same, byte for byte.
/// </summary>
internal sealed class SharedProfileFile
{
    private const string AccessKeyId = "aws_access_key_id";
    private const string SecretAccessKey = "aws_secret_access_key";

    private const string EndpointUrl = "endpoint_url";

    private readonly AtomicFile _credentials;
    private readonly AtomicFile _config;

    public SharedProfileFile(SharedProfilePaths paths, IClock clock)
    {
        _credentials = new AtomicFile(paths.CredentialsPath, clock, ownerOnly: true);
        _config = new AtomicFile(paths.ConfigPath, clock, ownerOnly: false);
    }

    /// <summary>Path of the credentials file.</summary>
    public string CredentialsPath => _credentials.Path;

    /// <summary>The profile with this name; null if neither file has it.</summary>
    public SharedProfile? Read(string name)
        => Compose(name, Parse(_credentials), Parse(_config));

    /// <summary>All profiles with a static access key.</summary>
    public IReadOnlyList<SharedProfile> List()
    {
        var credentials = Parse(_credentials).ReadAll(section => section);
        var config = Parse(_config).ReadAll(ProfileSection.NameOf);
        return credentials.Keys.Concat(config.Keys).Distinct()
            .Select(name => Compose(name, Find(credentials, name), Find(config, name))).OfType<SharedProfile>()
            .Where(profile => profile.Key is not null).ToList();
    }

    private static IReadOnlyDictionary<string, string>? Find(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> all, string name)
        => all.TryGetValue(name, out var values) ? values : null;

    /// <summary>Writes a profile.</summary>
    /// <param name="name">Profile name.</param>
    /// <param name="key">The access key.</param>
    /// <param name="settings">The settings for the config file.</param>
    /// <param name="force">Whether to overwrite a profile with this name that has other credentials.</param>
    /// <param name="cancellationToken">Cancels the wait for another writer.</param>
    /// <exception cref="EcsToolsException">
    /// <c>InvalidProfileName</c>, <c>ProfileInUse</c>, <c>ProfileFileUnreadable</c>, and the errors of the file itself.
    /// </exception>
    public async Task<string> WriteAsync(
        string name, AccessKeyPair key, ProfileSettings settings, bool force, CancellationToken cancellationToken)
    {
        ProfileSection.Check(name);
        var before = Read(name);
        EnsureFree(before, key.AccessKeyId, force);

        // The endpoint belongs to the previous key: a sandbox's endpoint does not know a key of AWS.
        var stale = before?.Key?.AccessKeyId != key.AccessKeyId;
        var changed = await _config.EditAsync(
            content => EditConfig(content, name, settings, stale, key.AccessKeyId, force), cancellationToken).ConfigureAwait(false);
        changed |= await _credentials.EditAsync(content => EditCredentials(content, name, key, force), cancellationToken)
            .ConfigureAwait(false);
        return before?.Key is null ? ChangeStatus.Created : changed ? ChangeStatus.Updated : ChangeStatus.Unchanged;
    }

    /// <summary>Checks early that the files can be written.</summary>
    public async Task EnsureWritableAsync(CancellationToken cancellationToken)
    {
        await _credentials.EditAsync(_ => null, cancellationToken).ConfigureAwait(false);
        await _config.EditAsync(_ => null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Rejects a profile that has credentials other than the key.</summary>
    /// <param name="profile">The profile as it is.</param>
    /// <param name="accessKeyId">The key to write; null if it does not exist yet, so that every key in the profile is another one.</param>
    /// <param name="force">Whether to overwrite the profile.</param>
    public void EnsureFree(SharedProfile? profile, string? accessKeyId, bool force)
    {
        if (profile is null || force)
        {
            return;
        }

        var holds = profile.Key is { } key && key.AccessKeyId != accessKeyId ? $"access key {key.AccessKeyId}"
            : profile.OtherSources.Count > 0 ? string.Join(", ", profile.OtherSources)
            : null;
        if (holds is not null)
        {
            throw new EcsToolsException(
                ErrorCodes.ProfileInUse,
                $"Profile '{profile.Name}' in {CredentialsPath} already has other credentials: {holds}.",
                "Choose another -ProfileName, or use -Force to replace the credentials of this one.", "ProfileName", profile.Name);
        }
    }

    /// <summary>
    /// Removes the profile if it holds one of the keys. It is also removed from the config file, unless it has more there than region and
    /// output.
    /// </summary>
    /// <returns>Whether anything was removed.</returns>
    public async Task<bool> RemoveAsync(string name, IReadOnlyCollection<string> accessKeyIds, CancellationToken cancellationToken)
    {
        var removed = await _credentials.EditAsync(content => TakeKey(content, name, accessKeyIds), cancellationToken)
            .ConfigureAwait(false);
        if (removed)
        {
            await _config.EditAsync(content => TakeConfig(content, name), cancellationToken).ConfigureAwait(false);
        }

        return removed;
    }

    private byte[] EditCredentials(byte[]? content, string name, AccessKeyPair key, bool force)
    {
        var document = Parse(_credentials, content);

        // Check again under the lock: another process may have used the name since.
        EnsureFree(Compose(name, document, IniDocument.Parse(null)), key.AccessKeyId, force);
        document.RemoveKeys(section => section == name, SharedProfile.IsOtherSource);
        document.Set(section => section == name, name, Pairs((AccessKeyId, key.AccessKeyId), (SecretAccessKey, key.SecretAccessKey)));
        return document.ToBytes();
    }

    private byte[]? EditConfig(byte[]? content, string name, ProfileSettings settings, bool stale, string accessKeyId, bool force)
    {
        var values = Pairs(("region", settings.Region), ("output", settings.Output), (EndpointUrl, settings.EndpointUrl));
        var document = Parse(_config, content);
        EnsureFree(Compose(name, IniDocument.Parse(null), document), accessKeyId, force);

        // A role, SSO session or key in the config file would take precedence over the key in the credentials file, or mix with it.
        document.RemoveKeys(
            Configures(name),
            key => SharedProfile.IsOtherSource(key) || key is AccessKeyId or SecretAccessKey || (stale && key == EndpointUrl));
        if (values.Count > 0)
        {
            document.Set(Configures(name), ProfileSection.Header(name), values);
        }

        return content is null && values.Count == 0 ? null : document.ToBytes();
    }

    private byte[]? TakeKey(byte[]? content, string name, IReadOnlyCollection<string> accessKeyIds)
    {
        var document = Parse(_credentials, content);
        var values = document.Read(section => section == name);
        if (values is null || !values.TryGetValue(AccessKeyId, out var held) || !accessKeyIds.Contains(held))
        {
            return null;
        }

        document.RemoveKeys(section => section == name, key => key is AccessKeyId or SecretAccessKey);
        if (document.Read(section => section == name)!.Count == 0)
        {
            document.RemoveSection(section => section == name);
        }

        return document.ToBytes();
    }

    private byte[]? TakeConfig(byte[]? content, string name)
    {
        var document = Parse(_config, content);
        if (document.Read(Configures(name)) is not { } values || values.Keys.Any(key => key is not ("region" or "output" or EndpointUrl)))
        {
            return null;
        }

        document.RemoveSection(Configures(name));
        return document.ToBytes();
    }

    private static Func<string, bool> Configures(string name) => section => ProfileSection.NameOf(section) == name;

    private static SharedProfile? Compose(string name, IniDocument credentials, IniDocument config)
        => Compose(name, credentials.Read(section => section == name), config.Read(Configures(name)));

    private static SharedProfile? Compose(string name, IReadOnlyDictionary<string, string>? inCredentials, IReadOnlyDictionary<string, string>? inConfig)
    {
        if (inCredentials is null && inConfig is null)
        {
            return null;
        }

        var keyed = inCredentials?.ContainsKey(AccessKeyId) == true ? inCredentials : inConfig;
        var key = keyed is not null && keyed.TryGetValue(AccessKeyId, out var id)
            ? new AccessKeyPair(id, keyed.TryGetValue(SecretAccessKey, out var secret) ? secret : "")
            : null;
        var keys = (inCredentials?.Keys ?? Enumerable.Empty<string>()).Concat(inConfig?.Keys ?? Enumerable.Empty<string>());
        var region = Value(inConfig, "region") ?? Value(inCredentials, "region");
        return new SharedProfile(name, key, region, SharedProfile.OtherSourcesOf(keys));
    }

    private static string? Value(IReadOnlyDictionary<string, string>? values, string key)
        => values is not null && values.TryGetValue(key, out var value) ? value : null;

    /// <summary>The file's current content as a document; an empty one if the file does not exist.</summary>
    internal static IniDocument Parse(AtomicFile file) => Parse(file, file.Read());

    private static IniDocument Parse(AtomicFile file, byte[]? content)
    {
        try
        {
            return IniDocument.Parse(content);
        }
        catch (MalformedContentException problem)
        {
            throw new EcsToolsException(
                ErrorCodes.ProfileFileUnreadable, $"{file.Path} is not in a form that the AWS tools can read: {problem.Problem}.",
                "Open it in an editor and save it as UTF-8 without a byte order mark, or move it away.", target: file.Path, inner: problem);
        }
    }

    private static List<KeyValuePair<string, string>> Pairs(params (string Key, string? Value)[] values)
        => values.Where(value => value.Value is not null)
            .Select(value => new KeyValuePair<string, string>(value.Key, value.Value!))
            .ToList();
}
