using System;
using System.ComponentModel;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Images.Credentials;

/// <summary>A <c>docker-credential-NAME</c> program, called as Docker calls it: the argument is the verb, the input is JSON or an address.</summary>
internal sealed class CredentialHelper
{
    private const string Prefix = "docker-credential-";
    private static readonly JsonSerializerOptions AsIs = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly HostEnvironment _environment;

    public CredentialHelper(string name, HostEnvironment environment)
    {
        Name = name;
        _environment = environment;
    }

    /// <summary>The helper's name, such as <c>pass</c>, <c>osxkeychain</c>, <c>wincred</c>, <c>desktop</c>, <c>ecr-login</c>.</summary>
    public string Name { get; }

    /// <summary>Whether the program is on PATH.</summary>
    public bool IsInstalled => _environment.FindProgram(Prefix + Name) is not null;

    /// <summary>The helper's credential for a registry, or null if it has none.</summary>
    public async Task<RegistryCredential?> FindAsync(string key, string registry, CancellationToken cancellationToken)
    {
        var result = await RunAsync("get", key, cancellationToken).ConfigureAwait(false);
        if (result.ExitCode != 0)
        {
            // This one error is an answer: there is no credential. Every helper uses these words.
            return result.Output.IndexOf("credentials not found", StringComparison.OrdinalIgnoreCase) >= 0
                ? null
                : throw Failed("get", registry, result.Complaint);
        }

        try
        {
            return Read(result.Output, registry);
        }
        catch (MalformedContentException e)
        {
            throw Failed("get", registry, e.Problem + ".");
        }
    }

    /// <summary>Stores a credential. Returns null if the helper stored it, otherwise the helper's error message without the secret.</summary>
    public async Task<string?> TryStoreAsync(string key, RegistryCredential credential, CancellationToken cancellationToken)
    {
        var input = new JsonObject
        {
            ["ServerURL"] = key,
            ["Username"] = credential.UserName,
            ["Secret"] = credential.Password,
        };
        var result = await RunAsync("store", input.ToJsonString(AsIs), cancellationToken).ConfigureAwait(false);
        if (result.ExitCode == 0)
        {
            return null;
        }

        // A helper may quote its input, in which the secret is escaped as JSON.
        var quoted = JsonValue.Create(credential.Password)!.ToJsonString(AsIs);
        var complaint = result.Complaint.Replace(quoted.Substring(1, quoted.Length - 2), "***").Replace(credential.Password, "***");
        return complaint.Length > 0 ? complaint : $"exit code {result.ExitCode}";
    }

    /// <summary>Removes a credential. It is no error if there is none.</summary>
    public async Task EraseAsync(string key, string registry, CancellationToken cancellationToken)
    {
        var result = await RunAsync("erase", key, cancellationToken).ConfigureAwait(false);
        if (result.ExitCode != 0 && result.Complaint.IndexOf("not found", StringComparison.OrdinalIgnoreCase) < 0)
        {
            throw Failed("erase", registry, result.Complaint);
        }
    }

    /// <summary>Creates the error for a helper that failed.</summary>
    public EcsToolsException Failed(string verb, string registry, string complaint) => new(
        ErrorCodes.DockerCredentialHelperFailed,
        $"The Docker credential helper '{Prefix}{Name}' failed to {verb} the credentials of '{registry}': {complaint}",
        $"Run '{Prefix}{Name} list' to see its error, or set another helper (or none) in credsStore or credHelpers of Docker's config.json.",
        target: Name);

    private async Task<ProgramResult> RunAsync(string verb, string input, CancellationToken cancellationToken)
    {
        var program = _environment.FindProgram(Prefix + Name) ?? throw new EcsToolsException(
            ErrorCodes.DockerCredentialHelperNotFound,
            $"Docker's config.json in '{_environment.DockerFolder}' names the credential helper '{Name}', and there is no program '{Prefix}{Name}' on PATH.",
            "Install the helper, or remove its name from credsStore or credHelpers in config.json.",
            target: Name);
        try
        {
            return await new ExternalProgram(program, verb).RunAsync(input, null, cancellationToken).ConfigureAwait(false);
        }
        catch (Win32Exception e)
        {
            return new ProgramResult(-1, "", $"'{program}' cannot be started: {e.Message}");
        }
    }

    private static RegistryCredential? Read(string output, string registry)
    {
        const string What = "its answer";
        var answer = JsonText.ParseObject(Encoding.UTF8.GetBytes(output), What);
        var user = JsonText.OptionalText(answer, "Username", What) ?? "";
        var secret = JsonText.OptionalText(answer, "Secret", What) ?? "";
        return secret.Length == 0 ? null : new RegistryCredential
        {
            Registry = registry,
            UserName = user,
            Password = secret,
            IsIdentityToken = user == "<token>",
        };
    }
}
