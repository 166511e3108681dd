using System;
using System.IO;
using System.Linq;
using EcsTools.Commands.Sandbox;

namespace EcsTools.HelpBuilder;

/// <summary>
/// <c>EcsTools.HelpBuilder MAML DOCS OUTPUTS ERRORS COMPOSE FROM</c>: writes the MAML file and the Markdown pages. It does not write files that are up to date.
/// </summary>
internal static class Program
{
    public static int Main(string[] args)
    {
        if (args.Length != 6)
        {
            Console.Error.WriteLine(
                "usage: EcsTools.HelpBuilder <path of EcsTools.dll-Help.xml> <folder of the Markdown pages> <folder "
                    + "of the recorded outputs> <path of errors.md> <path of compose.md> <path of the compose.md whose text stays>");
            return 2;
        }

        var assembly = typeof(GetEcsSandboxCommand).Assembly;
        var folder = Path.GetDirectoryName(assembly.Location)!;
        var documentation = new XmlDocumentation(
            new[] { "EcsTools", "EcsTools.Core", "EcsTools.Images" }.Select(name => Path.Combine(folder, name + ".xml")).Where(File.Exists));
        var commands = CommandReader.Read(assembly, documentation, new RecordedOutput(args[2]));
        Write(args[0], MamlWriter.Write(commands));
        foreach (var (name, text) in MarkdownWriter.Write(commands))
        {
            Write(Path.Combine(args[1], name), text);
        }

        foreach (var stale in Directory.GetFiles(args[1], "*.md").Where(path => !MarkdownWriter.Write(commands).ContainsKey(Path.GetFileName(path))))
        {
            File.Delete(stale);
        }

        Write(args[3], ErrorPageWriter.Write(ErrorReader.Read(documentation)));
        Write(args[4], ComposePageWriter.Write(File.ReadAllText(args[5])));
        return 0;
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
