using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using EcsTools.Apps.Definition;
using EcsTools.Compose.Variables;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose.Files;

/// <summary>Finds and reads files: compose files, and what they name. Knows the folder that relative paths in each file begin at.</summary>
internal sealed class ComposeSources
{
    /// <summary>The most files of a project, with those that are extended and included.</summary>
    private const int MostFiles = 100;

    private static readonly string[] Names = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];
    private static readonly string[] Overrides = ["compose.override.yaml", "compose.override.yml", "docker-compose.override.yaml",
        "docker-compose.override.yml"];

    private readonly Dictionary<string, string> _folders = new(StringComparer.Ordinal);
    private int _read;

    /// <param name="folder">Full path of the folder of the first file.</param>
    public ComposeSources(string folder) => Folder = folder;

    /// <summary>Full path of the folder of the project.</summary>
    public string Folder { get; }

    /// <summary>The compose file of a folder, and the file that overrides parts of it if there is one.</summary>
    /// <param name="folder">Full path of the folder.</param>
    /// <exception cref="EcsToolsException">It has none.</exception>
    public static IReadOnlyList<string> Find(string folder)
    {
        var first = Names.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists) ?? throw new EcsToolsException(
            ErrorCodes.ComposeFileNotFound,
            $"The folder '{folder}' has no compose file.",
            $"Give the path of the file, or name it {Names[0]}.",
            "Path",
            folder);
        return Overrides.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is { } second ? [first, second] : [first];
    }

    /// <summary>Whether a folder has a compose file.</summary>
    public static bool Has(string folder) => Names.Any(name => File.Exists(Path.Combine(folder, name)));

    /// <summary>The path of a file as messages show it: relative to the folder of the project, if it is in it.</summary>
    public string Shown(string path)
    {
        var folder = Folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
        return path.StartsWith(folder, StringComparison.Ordinal) ? path.Substring(folder.Length).Replace('\\', '/') : path;
    }

    /// <summary>Says where the relative paths of a file begin.</summary>
    public void Place(string path, string folder) => _folders[Shown(path)] = folder;

    /// <summary>The full path of a path in a compose file.</summary>
    /// <param name="path">The path, relative or absolute.</param>
    /// <param name="position">Where it stands.</param>
    public string FullPath(string path, SourcePosition position)
    {
        var folder = _folders.TryGetValue(position.Path, out var known) ? known : Folder;
        var rest = path == "~" || path.StartsWith("~/", StringComparison.Ordinal)
            ? HostEnvironment.Current.HomeFolder + path.Substring(1) : path;
        try
        {
            return Path.GetFullPath(Path.Combine(folder, rest));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw ComposeProblem.At(position, $"'{UntrustedText.Sanitize(path)}' is not a path", "Correct it.", e);
        }
    }

    /// <summary>Reads a compose file. Several documents in it are merged like several files.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="variables">The variables to fill in.</param>
    /// <param name="isUnset">Receives each variable that is not set.</param>
    public YamlMap Compose(string path, ComposeVariables variables, Action<string, SourcePosition> isUnset)
    {
        var shown = Shown(path);
        var documents = YamlReader.Read(Text(path, YamlLimits.LongestFile), shown)
            .Select(document => Substitution.Fill(document, variables, isUnset))
            .Select(document => document as YamlMap ?? throw ComposeProblem.At(
                document.Position, $"a compose file is a mapping, and this is {document.Kind}", "Begin it with the key services."))
            .Select(ServiceShapes.File)
            .ToList();
        return documents.Count == 0 ? new YamlMap(new SourcePosition(shown, 1, 1), []) : documents.Aggregate(ComposeMerge.Files);
    }

    /// <summary>Reads a file as text.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="longest">The most bytes.</param>
    public string Text(string path, int longest)
    {
        if (++_read > MostFiles)
        {
            throw ComposeProblem.At(new SourcePosition(Shown(path), 1, 1), $"the project has more than {MostFiles} files", "Use fewer files.");
        }

        var file = new FileInfo(path);
        if (file.Length > longest)
        {
            throw ComposeProblem.At(
                new SourcePosition(Shown(path), 1, 1), $"the file has {ByteSize.Format(file.Length)}, and {ByteSize.Format(longest)} is the most",
                "Check that it is the right file.");
        }

        try
        {
            using var reader = new StreamReader(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException e)
        {
            throw ComposeProblem.At(new SourcePosition(Shown(path), 1, 1), "the file is not text in UTF-8", "Save it as UTF-8.", e);
        }
    }
}
