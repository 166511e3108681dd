using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EcsTools.Commands.Sandbox;

namespace EcsTools.HelpBuilder;

/// <summary>
/// <c>EcsTools.HelpBuilder ROOT</c>: writes the files for Get-Help and the pages of docs into the folder out of the repository. It does not write files
/// that are up to date. <c>EcsTools.HelpBuilder ROOT SITE</c>: writes the site of all pages into the folder SITE.
/// </summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (args.Length is not (1 or 2))
        {
            Console.Error.WriteLine("usage: EcsTools.HelpBuilder <root of the repository> [<folder of the site>]");
            return 2;
        }

        var project = new ProjectAddress(Path.Combine(args[0], "EcsTools.psd1"));
        if (args.Length == 1)
        {
            WriteBuilt(args[0], project);
        }
        else
        {
            WriteSite(args[0], project, args[1]);
        }

        return 0;
    }

    private static void WriteBuilt(string root, ProjectAddress project)
    {
        var built = Path.Combine(root, "out");
        var assembly = typeof(GetEcsSandboxCommand).Assembly;
        var folder = Path.GetDirectoryName(assembly.Location)!;
        var documentation = new XmlDocumentation(
            new[] { "EcsTools", "EcsTools.Core", "EcsTools.Images" }.Select(name => Path.Combine(folder, name + ".xml")).Where(File.Exists));
        var outputs = new RecordedOutput(Path.Combine(root, "docs", "commands", "output"));
        var sources = Path.Combine(root, "src", "EcsTools", "Help");
        var commands = new Walks(Path.Combine(sources, "walks.txt")).Link(CommandReader.Read(assembly, documentation, outputs));
        WriteHelp(project.Link(commands), sources, Path.Combine(built, "help"));
        WritePages(MarkdownWriter.Write(commands), Path.Combine(built, "docs", "commands"));
        Write(Path.Combine(built, "docs", "errors.md"), ErrorPageWriter.Write(ErrorReader.Read(documentation)));
        Write(Path.Combine(built, "docs", "compose.md"), ComposePageWriter.Write(File.ReadAllText(Path.Combine(root, "docs", "compose.md"))));
    }

    private static void WriteSite(string root, ProjectAddress project, string folder)
    {
        foreach (var pages in new SiteWriter(root, project).Write().GroupBy(page => Path.GetDirectoryName(page.Key)!))
        {
            WritePages(pages.ToDictionary(page => Path.GetFileName(page.Key), page => page.Value), Path.Combine(folder, pages.Key));
        }
    }

    private static void WriteHelp(IReadOnlyList<CommandHelp> commands, string sources, string folder)
    {
        const string Name = "EcsTools.dll-Help.xml";
        var korean = Synopses.Translate(commands, Path.Combine(sources, "ko-KR", "synopses.txt"));
        Write(Path.Combine(folder, "ko-KR", Name), MamlWriter.Write(korean));
        Write(Path.Combine(folder, "en-US", Name), MamlWriter.Write(commands));
    }

    private static void WritePages(IReadOnlyDictionary<string, string> pages, string folder)
    {
        foreach (var (name, text) in pages)
        {
            Write(Path.Combine(folder, name), text);
        }

        foreach (var stale in Directory.GetFiles(folder, "*.md").Where(path => !pages.ContainsKey(Path.GetFileName(path))))
        {
            File.Delete(stale);
        }
    }

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            File.WriteAllText(path, text);
        }
    }
}
