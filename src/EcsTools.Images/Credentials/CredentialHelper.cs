using System;
using System.ComponentModel;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Images.Credentials;

/// <summary>A <c>docker-credential-NAME</c> program, spoken to as Docker does: the verb as argument, JSON or an address as input.</summary>
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

    /// <summary>Such as <c>pass</c>, <c>osxkeychain</c>, <c>wincred</c>, <c>desktop</c>, <c>ecr-login</c>.</summary>
    public string Name { get; }

    /// <summary>Whether the program is on PATH.</summary>
    public bool IsInstalled => _environment.FindProgram(Prefix + Name) is not null;

    /// <summary>The helper's credential for a registry, or null where it has none.</summary>
    public async Task<RegistryCredential?> FindAsync(string key, string registry, CancellationToken cancellationToken)
    {
        var result = await RunAsync("get", key, cancellationToken).ConfigureAwait(false);
        if (result.ExitCode != 0)
        {
            // The one complaint that is an answer, in the words every helper shares.
            return result.Output.IndexOf("credentials not found", StringComparison.OrdinalIgnoreCase) >= 0
                ? null
                : throw Failed("get", registry, result.Complaint);
        }

        var answer = Parse(result.Output) ?? throw Failed("get", registry, "its answer is not JSON");
        var user = (string?)answer["Username"] ?? "";
        var secret = (string?)answer["Secret"] ?? "";
        return secret.Length == 0 ? null : new RegistryCredential
        {
            Registry = registry,
            UserName = user,
            Password = secret,
            IsIdentityToken = user == "<token>",
        };
    }

    /// <summary>Stores a credential. Returns the helper's complaint, the secret cut out of it, or null where it stored it.</summary>
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

        // A helper may quote what it was given, as it was given.
        var quoted = JsonValue.Create(credential.Password)!.ToJsonString(AsIs);
        var complaint = result.Complaint.Replace(quoted.Substring(1, quoted.Length - 2), "***").Replace(credential.Password, "***");
        return complaint.Length > 0 ? complaint : $"exit code {result.ExitCode}";
    }

    /// <summary>Forgets a credential; one that is not there is forgotten already.</summary>
    public async Task EraseAsync(string key, string registry, CancellationToken cancellationToken)
    {
        var result = await RunAsync("erase", key, cancellationToken).ConfigureAwait(false);
        if (result.ExitCode != 0 && result.Complaint.IndexOf("not found", StringComparison.OrdinalIgnoreCase) < 0)
        {
            throw Failed("erase", registry, result.Complaint);
        }
    }

    /// <summary>The error for a helper that could not do what it was asked.</summary>
    public EcsToolsException Failed(string verb, string registry, string complaint) => new(
        ErrorCodes.DockerCredentialHelperFailed,
        $"The Docker credential helper '{Prefix}{Name}' failed to {verb} the credentials of '{registry}': {complaint}",
        $"Run '{Prefix}{Name} list' to see its error, or name another helper (or none) in credsStore or credHelpers of Docker's config.json.",
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

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
