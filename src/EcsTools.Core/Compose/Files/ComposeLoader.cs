using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Compose.Variables;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose.Files;

/// <summary>Reads the files of a project into one tree: variables filled in, included and extended files read, and everything merged.</summary>
internal sealed class ComposeLoader
{
    private static readonly string[] Included = ["services", "volumes", "networks", "secrets", "configs", "models"];

    private readonly ComposeSources _sources;
    private readonly Dictionary<(string Path, ComposeVariables Variables), YamlMap> _extended = [];
    private readonly List<string> _open = [];
    private readonly HashSet<string> _unset = new(StringComparer.Ordinal);

    /// <param name="sources">Reads the files.</param>
    public ComposeLoader(ComposeSources sources) => _sources = sources;

    /// <summary>A warning for each variable that is not set and has no default, once.</summary>
    public List<ComposeFinding> Findings { get; } = [];

    /// <summary>Reads the files of a project.</summary>
    /// <param name="paths">Full paths. A later file overrides an earlier one.</param>
    /// <param name="folder">Full path of the folder in which relative paths of these files begin.</param>
    /// <param name="variables">The variables to fill in.</param>
    public YamlMap Load(IReadOnlyList<string> paths, string folder, ComposeVariables variables)
    {
        var files = paths.Select(path => Opened(path, null, () => One(path, folder, variables))).ToList();
        return (YamlMap)ComposeMerge.Settled(files.Aggregate(ComposeMerge.Files));
    }

    /// <summary>Reads the variables of environment files.</summary>
    /// <param name="paths">Full paths of the files.</param>
    /// <param name="outer">Returns a variable that counts more than those of the files, or null.</param>
    public ComposeVariables Variables(IEnumerable<string> paths, Func<string, string?> outer)
    {
        var variables = new ComposeVariables(outer);
        foreach (var path in paths)
        {
            variables.Add(_sources.Text(path, YamlLimits.LongestFile), _sources.Shown(path));
        }

        return variables;
    }

    private YamlMap One(string path, string folder, ComposeVariables variables)
    {
        _sources.Place(path, folder);
        var file = _sources.Compose(path, variables, Unset);
        file = new ComposeExtends(this, _sources, path, variables).Apply(file);
        return file["include"] is { IsNull: false } include ? Include(file.With("include", null), include, variables) : file.With("include", null);
    }

    /// <summary>Reads a file that another one extends.</summary>
    public YamlMap Extended(string path, SourcePosition position, ComposeVariables variables)
        => _extended.TryGetValue((path, variables), out var known) ? known
            : _extended[(path, variables)] = Opened(path, position, () => One(Existing(path, position), Path.GetDirectoryName(path)!, variables));

    private YamlMap Include(YamlMap file, YamlValue include, ComposeVariables variables)
    {
        foreach (var item in ValueShapes.List(ValueShapes.KeyedList(include, "include", "path"), "include").Cast<YamlMap>())
        {
            var included = Opened(item, variables);
            foreach (var section in Included.Where(section => included[section] is YamlMap))
            {
                var known = file[section] as YamlMap ?? new YamlMap(item.Position, []);
                foreach (var entry in ((YamlMap)included[section]!).Entries)
                {
                    known = known.Find(entry.Key) is { } twice
                        ? throw ComposeProblem.At(
                            twice.Position, $"{section}.{entry.Key} is also in the included file {entry.Position}",
                            "Give one of the two another name. "
                                + "To change what an included file says, list an override file in include: path: [base.yaml, override.yaml].")
                        : known.With(entry.Key, entry.Value);
                }

                file = file.With(section, known);
            }
        }

        return file;
    }

    private YamlMap Opened(YamlMap item, ComposeVariables variables)
    {
        var unknown = item.Entries.FirstOrDefault(entry => entry.Key is not ("path" or "project_directory" or "env_file"));
        if (unknown is not null)
        {
            throw ComposeProblem.At(unknown.Position, $"include has no key '{unknown.Key}'", "Use path, project_directory and env_file.");
        }

        var paths = Paths(item["path"] ?? throw ComposeProblem.At(item.Position, "include has no path", "Give the path of a compose file."), "include.path");
        var folder = item["project_directory"] is { IsNull: false } given ? Paths(given, "include.project_directory")[0].Path
            : Path.GetDirectoryName(paths[0].Path)!;
        var environment = item["env_file"] is { IsNull: false } files
            ? Paths(files, "include.env_file").Select(file => Existing(file.Path, file.Position))
            : new[] { Path.Combine(folder, ".env") }.Where(File.Exists);
        var inner = Variables(environment, name => variables[name]);
        return paths.Select(path => Opened(path.Path, path.Position,
            () => One(Existing(path.Path, path.Position), folder, inner))).Aggregate(ComposeMerge.Files);
    }

    private List<(string Path, SourcePosition Position)> Paths(YamlValue value, string name)
        => ((YamlList)ValueShapes.Texts(value, name)).Items.Select(item
            => (_sources.FullPath(ValueShapes.Text(item, name).Text, item.Position), item.Position)).ToList();

    private static string Existing(string path, SourcePosition position)
        => File.Exists(path) ? path
            : throw new EcsToolsException(ErrorCodes.PathNotFound, $"{position}: the file '{path}' does not exist.", "Correct the path.", "Path", path);

    private T Opened<T>(string path, SourcePosition? position, Func<T> read)
    {
        if (_open.Contains(path, StringComparer.Ordinal) && position is not null)
        {
            throw ComposeProblem.At(position, $"the file '{_sources.Shown(path)}' includes or extends itself",
                "Remove one of the references between the files.");
        }

        _open.Add(path);
        try
        {
            return read();
        }
        finally
        {
            _open.RemoveAt(_open.Count - 1);
        }
    }

    private void Unset(string name, SourcePosition position)
    {
        if (_unset.Add(name))
        {
            Findings.Add(ComposeFinding.Warning(position, $"the variable {name} is not set, so it is empty",
                $"Set $env:{name}, write it into the file .env, or give a default: ${{{name}:-default}}."));
        }
    }
}
