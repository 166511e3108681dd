using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Credentials;
using EcsTools.Images.Engine;

namespace EcsTools.Images.Build;

/// <summary>A build with BuildKit, through the buildx plugin of the Docker CLI.</summary>
internal sealed class BuildKitBuild
{
    private static readonly Regex Vertex = new(@"^#(\d+) (.*)$", RegexOptions.CultureInvariant);
    private static readonly Regex StepName = new(@"^\[(?:\S+ )?(\d+)/(\d+)\] (.*)$", RegexOptions.CultureInvariant);
    private static readonly Regex Logged = new(@"^\d+\.\d+ (.*)$", RegexOptions.CultureInvariant);
    private readonly DockerEngine _engine;
    private readonly HostEnvironment _environment;
    private readonly BuildTranscript _transcript;
    private readonly Dictionary<string, string> _steps = new();

    public BuildKitBuild(DockerEngine engine, HostEnvironment environment, BuildTranscript transcript)
    {
        _engine = engine;
        _environment = environment;
        _transcript = transcript;
    }

    /// <summary>Whether the Docker CLI is installed and has buildx.</summary>
    public static async Task<bool> IsInstalledAsync(HostEnvironment environment, CancellationToken cancellationToken) =>
        environment.FindProgram("docker") is { } docker
        && (await new ExternalProgram(docker, "buildx", "version").RunAsync("", null, cancellationToken).ConfigureAwait(false)).ExitCode == 0;

    /// <param name="request">The request.</param>
    /// <param name="context">Its folder, which the CLI sends.</param>
    /// <param name="credentials">Credentials that Docker's configuration lacks.</param>
    /// <param name="isHashed">Whether the digest of the context is wanted.</param>
    /// <param name="cancellationToken">Cancels the build.</param>
    /// <returns>The digest of the context; null if it is not wanted, or if the folder changed during the build.</returns>
    public async Task<string?> RunAsync(
        ImageBuildRequest request, BuildContext context, IReadOnlyList<RegistryCredential> credentials, bool isHashed, CancellationToken cancellationToken)
    {
        // The CLI reads the folder itself. So the folder must be the same before and after it.
        var before = isHashed ? context.Digest(cancellationToken) : null;
        using var scratch = new BuildScratch();
        var idFile = Path.Combine(scratch.Folder, "image-id");
        var program = new ExternalProgram(_environment.FindProgram("docker")!, Arguments(request, context, idFile).ToArray())
        {
            // A build takes as long as it takes, and writes as much as it does.
            TimeLimit = null,
            OutputLimit = null,
        };
        SetVariables(program, request, credentials, scratch.Folder);
        var result = await program.RunAsync("", ReadLine, cancellationToken).ConfigureAwait(false);
        if (result.ExitCode != 0)
        {
            _transcript.Fail($"docker buildx ended with exit code {result.ExitCode}");
            return null;
        }

        _transcript.ImageId = File.Exists(idFile) ? File.ReadAllText(idFile).Trim() : null;
        return before is not null && DigestAfter(request, cancellationToken) == before ? before : null;
    }

    private static string? DigestAfter(ImageBuildRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return BuildContext.Open(request.ContextPath, request.DockerfilePath).Digest(cancellationToken);
        }
        catch (EcsToolsException)
        {
            // A file has gone, or cannot be read any more.
            return null;
        }
    }

    /// <summary>Reads one line of the plain progress output of buildx.</summary>
    internal void ReadLine(string line)
    {
        var vertex = Vertex.Match(line);
        if (!vertex.Success)
        {
            // A line that is not progress is an error, or a message of the CLI about its arguments.
            _transcript.Line(line);
            if (line.StartsWith("ERROR: ", StringComparison.Ordinal))
            {
                _transcript.Fail(line.Substring("ERROR: ".Length));
            }

            return;
        }

        var (id, text) = (vertex.Groups[1].Value, vertex.Groups[2].Value);
        if (StepName.Match(text) is { Success: true } step)
        {
            var (number, total) = (Number(step.Groups[1]), Number(step.Groups[2]));
            _steps[id] = $"step {number}/{total} '{step.Groups[3].Value}'";
            _transcript.Step(number, total, step.Groups[3].Value);
        }
        else if (text == "CACHED")
        {
            _transcript.Cached();
        }
        else if (text.StartsWith("ERROR: ", StringComparison.Ordinal))
        {
            _transcript.Fail(text.Substring("ERROR: ".Length), _steps.TryGetValue(id, out var failed) ? failed : null);
        }
        else if (Logged.Match(text) is { Success: true } logged)
        {
            _transcript.Line(logged.Groups[1].Value);
        }
    }

    private static List<string> Arguments(ImageBuildRequest request, BuildContext context, string idFile)
    {
        var arguments = new List<string>
        {
            "buildx", "build", "--progress", "plain", "--load", "--iidfile", idFile, "--file", context.Dockerfile.Path,
        };
        arguments.AddRange(request.Tags.SelectMany(tag => new[] { "--tag", tag }));
        arguments.AddRange(request.Labels.SelectMany(label => new[] { "--label", label.Key + "=" + label.Value }));

        // With the name alone, the CLI takes the value from the environment. Other users of the machine can list arguments, but not the environment.
        arguments.AddRange(request.BuildArguments.SelectMany(pair =>
            new[] { "--build-arg", IsFree(pair.Key) ? pair.Key : pair.Key + "=" + pair.Value }));
        arguments.AddRange(request.Secrets.SelectMany((secret, index) => new[] { "--secret", $"id={secret.Id},{SourceOf(secret, index)}" }));
        arguments.AddRange(request.Target is null ? Array.Empty<string>() : new[] { "--target", request.Target });
        arguments.AddRange(request.Platform is null ? Array.Empty<string>() : new[] { "--platform", request.Platform });
        arguments.AddRange(request.NoCache ? new[] { "--no-cache" } : Array.Empty<string>());
        arguments.AddRange(request.Pull ? new[] { "--pull" } : Array.Empty<string>());
        arguments.Add(context.Folder);
        return arguments;
    }

    // The CLI parses the option as a line of CSV.
    private static string SourceOf(BuildSecret secret, int index)
        => secret.Value is null ? $"\"src={secret.Path!.Replace("\"", "\"\"")}\"" : "env=" + SecretVariable(index);

    private static string SecretVariable(int index) => "ECSTOOLS_SECRET_" + index.ToString(CultureInfo.InvariantCulture);

    private static bool IsFree(string name) =>
        Environment.GetEnvironmentVariable(name) is null && !name.StartsWith("DOCKER_", StringComparison.Ordinal)
        && !name.StartsWith("BUILD", StringComparison.Ordinal);

    private void SetVariables(
        ExternalProgram program, ImageBuildRequest request, IReadOnlyList<RegistryCredential> credentials, string scratch)
    {
        foreach (var pair in request.BuildArguments.Where(pair => IsFree(pair.Key)))
        {
            program.Variables[pair.Key] = pair.Value;
        }

        for (var index = 0; index < request.Secrets.Count; index++)
        {
            if (request.Secrets[index].Value is { } value)
            {
                program.Variables[SecretVariable(index)] = value;
            }
        }

        // Uses the engine that was found, whatever the environment of this process would make the CLI choose. There is no provenance, because it would
        // turn the image into an index.
        program.Variables["DOCKER_HOST"] = _engine.Endpoint;
        program.Variables["DOCKER_CONTEXT"] = null;
        program.Variables["DOCKER_TLS_VERIFY"] = _engine.Location.Tls is { Verify: true } ? "1" : null;
        program.Variables["DOCKER_CERT_PATH"] = _engine.Location.Tls?.Folder;
        program.Variables["BUILDX_NO_DEFAULT_ATTESTATIONS"] = "1";
        if (credentials.Count > 0)
        {
            program.Variables["DOCKER_CONFIG"] = WriteConfig(credentials, scratch);
            program.Variables["BUILDX_CONFIG"] = _environment.Get("BUILDX_CONFIG") ?? Path.Combine(_environment.DockerFolder, "buildx");
        }
    }

    // The CLI reads credentials only from its configuration. This configuration is deleted after the build.
    private string WriteConfig(IReadOnlyList<RegistryCredential> credentials, string scratch)
    {
        var config = DockerConfigJson.Parse(null, scratch);
        foreach (var credential in credentials)
        {
            config.Store(DockerConfigJson.KeyOf(credential.Registry), credential, pin: false);
        }

        var json = (JsonObject)JsonNode.Parse(config.ToBytes())!;
        json["cliPluginsExtraDirs"] = new JsonArray(Path.Combine(_environment.DockerFolder, "cli-plugins"));
        using var file = PlatformFileSystem.CreateNewPrivate(Path.Combine(scratch, "config.json"));
        var bytes = System.Text.Encoding.UTF8.GetBytes(json.ToJsonString());
        file.Write(bytes, 0, bytes.Length);
        return scratch;
    }

    private static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);
}
