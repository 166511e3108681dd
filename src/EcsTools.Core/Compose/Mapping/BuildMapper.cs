using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EcsTools.Compose.Model;
using EcsTools.Images.Build;

namespace EcsTools.Compose.Mapping;

/// <summary>How the image of a service is built.</summary>
internal sealed class BuildMapper
{
    private readonly MappingContext _context;

    public BuildMapper(MappingContext context) => _context = context;

    public ImageBuildRequest Map(ComposeService service, ComposeBuild build)
    {
        var platform = service.Platform ?? (build.Platforms.Count > 0 ? build.Platforms[0] : null);
        if (build.Platforms.Count > 1)
        {
            _context.Error(
                build.Platforms[1].Position, $"services.{service.Name}.build.platforms has {build.Platforms.Count} platforms, and a task runs on one",
                "Give one platform.");
        }

        return new ImageBuildRequest
        {
            ContextPath = Folder(service, build),
            DockerfilePath = build.Dockerfile?.Value,
            BuildArguments = Arguments(build.Arguments),
            Labels = build.Labels.ToDictionary(label => label.Name, label => label.Value ?? "", StringComparer.Ordinal),
            Target = build.Target?.Value,
            Platform = platform?.Value,
            NoCache = build.NoCache?.Value ?? false,
            Pull = build.Pull?.Value ?? false,
            Secrets = build.Secrets.Select(grant => Secret(grant, service)).OfType<BuildSecret>().ToList(),
        };
    }

    private string Folder(ComposeService service, ComposeBuild build)
    {
        var context = build.Context ?? new Placed<string>(".", build.Position);
        if (IsAddress(context.Value))
        {
            _context.Error(
                context.Position, $"services.{service.Name}.build.context is an address: '{UntrustedText.Sanitize(context.Value)}'",
                "Clone the repository, and give its folder.");
            return context.Value;
        }

        var path = _context.Sources.FullPath(context.Value, context.Position);
        if (!Directory.Exists(path))
        {
            throw new EcsToolsException(
                ErrorCodes.PathNotFound, $"{context.Position}: the folder '{path}' of services.{service.Name}.build does not exist.", "Correct the path.",
                "Path", path);
        }

        return path;
    }

    private static bool IsAddress(string context)
        => context.Contains("://") || context.StartsWith("git@", StringComparison.Ordinal) || context.StartsWith("github.com/", StringComparison.Ordinal);

    /// <summary>An argument without a value has that of the variable.</summary>
    private Dictionary<string, string> Arguments(IReadOnlyList<ComposePair> pairs)
    {
        var arguments = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            if (pair.Token is not null)
            {
                _context.Error(pair.Position, $"{pair.Token} is not possible as a build argument", "Use build.secrets.");
            }
            else if ((pair.Value ?? _context.Variables[pair.Name]) is { } value)
            {
                arguments[pair.Name] = value;
            }
        }

        return arguments;
    }

    private BuildSecret? Secret(ComposeGrant grant, ComposeService service)
    {
        if (!_context.Project.Secrets.TryGetValue(grant.Source, out var secret))
        {
            _context.Error(
                grant.Position, $"services.{service.Name}.build uses the secret '{grant.Source}', which is not at the top level",
                NearestNames.Suggest(grant.Source, _context.Project.Secrets.Keys, "Add it under secrets."));
            return null;
        }

        var id = grant.Target ?? grant.Source;
        if (secret.File is { } file)
        {
            return new BuildSecret { Id = id, Path = _context.Sources.FullPath(file.Value, file.Position) };
        }

        if (secret.Environment is { } variable && _context.Variables[variable.Value] is { } value)
        {
            return new BuildSecret { Id = id, Value = value };
        }

        _context.Error(secret.Position, $"secrets.{grant.Source} has no value for a build", "Give a file, or a variable of the environment that is set.");
        return null;
    }
}
