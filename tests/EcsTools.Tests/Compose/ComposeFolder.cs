using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Compose;
using EcsTools.Compose.Files;
using EcsTools.Compose.Variables;
using EcsTools.Compose.Yaml;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Compose;

/// <summary>A folder with compose files, and variables of its own in place of those of the process.</summary>
internal sealed class ComposeFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ComposeFolder(string compose) => Write("compose.yaml", compose);

    public ComposeFolder()
    {
    }

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public string Path => _folder.Path;

    /// <summary>Reads <c>services</c> with one service <c>web</c> that has an image and these lines.</summary>
    public static AppDefinition Web(string lines) => Of($"services:\n  web:\n    image: web:1\n{Indented(lines, 4)}");

    public static AppDefinition Of(string compose)
    {
        using var folder = new ComposeFolder(compose);
        return folder.Read();
    }

    /// <summary>The error of a file, which must have a place and a remedy.</summary>
    public static EcsToolsException Refused(string compose)
    {
        using var folder = new ComposeFolder(compose);
        return folder.Refused();
    }

    public static EcsToolsException RefusedWeb(string lines) => Refused($"services:\n  web:\n    image: web:1\n{Indented(lines, 4)}");

    public static string Indented(string lines, int by) => string.Concat(lines.Split('\n').Select(line => line.Length == 0 ? "\n" : new string(' ', by) + line + "\n"));

    public EcsToolsException Refused(params string[] files)
    {
        var error = Assert.Throws<EcsToolsException>(() => Read(files));
        Assert.Matches(@":\d+:\d+: ", error.Message);
        Assert.False(string.IsNullOrEmpty(error.Remedy));
        return error;
    }

    public string Write(string name, string text) => _folder.Write(name, text);

    public ComposeRequest Request(params string[] files) => new()
    {
        Paths = files.Length == 0 ? [_folder.Path] : files.Select(_folder.File).ToList(),
        Variable = name => Variables.TryGetValue(name, out var value) ? value : null,
        Region = "eu-west-1",
        Account = "111122223333",
    };

    public AppDefinition Read(params string[] files) => ComposeApps.Read(Request(files));

    /// <summary>The merged tree of the files, as lines such as <c>services.web.image=web:1</c>.</summary>
    public IReadOnlyList<string> Flat(params string[] files)
    {
        var sources = new ComposeSources(_folder.Path);
        var loader = new ComposeLoader(sources);
        var variables = loader.Variables(
            new[] { _folder.File(".env") }.Where(System.IO.File.Exists), name => Variables.TryGetValue(name, out var value) ? value : null);
        return Lines(loader.Load((files.Length == 0 ? ["compose.yaml"] : files).Select(_folder.File).ToList(), _folder.Path, variables));
    }

    public static IReadOnlyList<string> Lines(YamlValue value, string path = "") => value switch
    {
        YamlMap { Entries.Count: > 0 } map => map.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .SelectMany(entry => Lines(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}")).ToList(),
        YamlList { Items.Count: > 0 } list => list.Items.SelectMany((item, index) => Lines(item, $"{path}[{index}]")).ToList(),
        YamlScalar scalar => [$"{path}={scalar.Written}{scalar.Token}"],
        _ => [$"{path}="],
    };

    public void Dispose() => _folder.Dispose();
}
