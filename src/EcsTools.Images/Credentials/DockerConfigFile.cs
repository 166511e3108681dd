using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Images.Credentials;

/// <summary>
/// The credentials in Docker's config.json. They are found, stored and removed at the same places as by <c>docker login</c>, so that Docker and every
/// other tool that reads the file can use them.
/// </summary>
public sealed class DockerConfigFile
{
    private const string FileStore = "auths";

    // CRED_MAX_CREDENTIAL_BLOB_SIZE of Windows' credential manager: 5 * 512 bytes.
    private const int LargestWindowsSecret = 2560;
    private readonly HostEnvironment _environment;
    private readonly AtomicFile _file;

    /// <summary>Opens the file of the current user: in the folder that DOCKER_CONFIG names, or in ~/.docker.</summary>
    public DockerConfigFile()
        : this(HostEnvironment.Current, SystemClock.Instance)
    {
    }

    internal DockerConfigFile(HostEnvironment environment, IClock clock)
    {
        _environment = environment;
        ConfigPath = Path.GetFullPath(Path.Combine(environment.DockerFolder, "config.json"));
        _file = new AtomicFile(ConfigPath, clock, ownerOnly: true);
    }

    /// <summary>Full path of the file. The file need not exist.</summary>
    public string ConfigPath { get; }

    /// <summary>Returns the credential that Docker would use for a registry, or null.</summary>
    /// <exception cref="EcsToolsException">DockerConfigUnreadable, DockerCredentialHelperNotFound, DockerCredentialHelperFailed.</exception>
    public async Task<RegistryCredential?> FindAsync(string registry, CancellationToken cancellationToken)
    {
        var config = Read();
        var key = DockerConfigJson.KeyOf(registry);
        return config.HelperOf(key) is { Length: > 0 } helper
            ? await new CredentialHelper(helper, _environment).FindAsync(key, registry, cancellationToken).ConfigureAwait(false)
            : config.Find(key, registry);
    }

    /// <summary>
    /// Stores a credential at the place that the file names: the credential helper of the registry, the default helper, or the file itself. A secret
    /// that is too long for Windows' credential manager goes into the file, with an entry that makes Docker look for this registry there.
    /// </summary>
    /// <exception cref="EcsToolsException">The same as <see cref="FindAsync"/>, and FileNotWritable.</exception>
    public async Task<CredentialPlacement> StoreAsync(RegistryCredential credential, CancellationToken cancellationToken)
    {
        var config = Read();
        var key = DockerConfigJson.KeyOf(credential.Registry);
        var detected = config.SaysNothing ? DefaultHelper() : null;
        var name = config.HelperOf(key) is { Length: > 0 } said ? said : detected;
        if (name is null)
        {
            await EditAsync(json => json.Store(key, credential, pin: false), cancellationToken).ConfigureAwait(false);
            return Placed(credential, FileStore, "The credential is stored unencrypted in a file that only this user can read. A "
                + "credential helper, named in credsStore, is safer.");
        }

        var helper = new CredentialHelper(name, _environment);
        var complaint = IsTooLong(name, credential)
            ? $"the secret has {Encoding.UTF8.GetByteCount(credential.Password)} bytes"
            : await helper.TryStoreAsync(key, credential, cancellationToken).ConfigureAwait(false);
        if (complaint is null)
        {
            await EditAsync(json => json.Announce(key, detected), cancellationToken).ConfigureAwait(false);
            return Placed(credential, "helper:" + name, null);
        }

        if (!IsTooLong(name, credential) && !IsWindowsRefusal(complaint))
        {
            throw helper.Failed("store", credential.Registry, complaint);
        }

        await EditAsync(json => json.Store(key, credential, pin: true), cancellationToken).ConfigureAwait(false);
        return Placed(
            credential,
            FileStore,
            $"The helper '{name}' uses Windows' credential manager, which stores at most {LargestWindowsSecret} bytes ({complaint}). "
            + $"So the credential is stored unencrypted in {ConfigPath}, and an empty entry in credHelpers makes Docker read it there for "
            + $"{credential.Registry} only. A push with EcsTools needs no stored credential.");
    }

    /// <summary>Where the credential of a registry is looked for: <c>auths</c> for the file, or <c>helper:</c> and the name of a credential helper.</summary>
    /// <param name="registry">The registry.</param>
    public string FindStore(string registry)
        => Read().HelperOf(DockerConfigJson.KeyOf(registry)) is { Length: > 0 } helper ? "helper:" + helper : FileStore;

    /// <summary>Removes the credential of a registry from the helper and from the file.</summary>
    /// <returns>Whether the file had an entry for it.</returns>
    public async Task<bool> RemoveAsync(string registry, CancellationToken cancellationToken)
    {
        var key = DockerConfigJson.KeyOf(registry);
        if (Read().HelperOf(key) is { Length: > 0 } helper)
        {
            await new CredentialHelper(helper, _environment).EraseAsync(key, registry, cancellationToken).ConfigureAwait(false);
        }

        return await EditAsync(json => json.Remove(key), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The name of the registry in <c>auths</c>, for messages and tests.</summary>
    internal static string KeyOf(string registry) => DockerConfigJson.KeyOf(registry);

    private static bool IsWindowsRefusal(string complaint) =>
        complaint.IndexOf("stub received bad data", StringComparison.OrdinalIgnoreCase) >= 0;

    // Docker Desktop's helper stores credentials in the same place. In WSL the helpers are those of Windows, with their file extension.
    private bool IsTooLong(string helper, RegistryCredential credential)
    {
        var store = helper.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? helper.Substring(0, helper.Length - 4) : helper;
        var onWindows = store == "wincred" || (store == "desktop" && (_environment.System == HostSystem.Windows || store != helper));
        return onWindows && Encoding.UTF8.GetByteCount(credential.Password) > LargestWindowsSecret;
    }

    // The helper that docker login chooses if the file names none. docker login then writes it to credsStore.
    private string? DefaultHelper()
    {
        var name = _environment.System switch
        {
            HostSystem.Windows => "wincred",
            HostSystem.MacOS => "osxkeychain",
            _ => _environment.FindProgram("pass") is not null ? "pass" : "secretservice",
        };
        return new CredentialHelper(name, _environment).IsInstalled ? name : null;
    }

    private CredentialPlacement Placed(RegistryCredential credential, string store, string? warning) => new()
    {
        Registry = credential.Registry,
        CredentialStore = store,
        ConfigPath = ConfigPath,
        Warning = warning,
    };

    private DockerConfigJson Read() => DockerConfigJson.Parse(_file.Read(), ConfigPath);

    private Task<bool> EditAsync(Func<DockerConfigJson, bool> change, CancellationToken cancellationToken) => _file.EditAsync(
        before =>
        {
            var json = DockerConfigJson.Parse(before, ConfigPath);
            return change(json) ? json.ToBytes() : null;
        },
        cancellationToken);
}
