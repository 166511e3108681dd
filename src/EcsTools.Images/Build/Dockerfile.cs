using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EcsTools.Images.Engine;

namespace EcsTools.Images.Build;

/// <summary>A Dockerfile. It is parsed only to find its stages, and to refuse a file that no builder accepts.</summary>
internal sealed class Dockerfile
{
    private static readonly string[] Known =
    {
        "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD", "RUN",
        "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
    };

    private Dockerfile(string path, IReadOnlyList<DockerfileInstruction> instructions, string? syntax)
    {
        Path = path;
        Instructions = instructions;
        Syntax = syntax;
        Stages = instructions.Where(instruction => instruction.Name == "FROM").Select(DockerfileStage.Parse).ToList();
    }

    /// <summary>Full path of the file.</summary>
    public string Path { get; }

    /// <summary>The instructions in order, without comments and blank lines. Continued lines are joined.</summary>
    public IReadOnlyList<DockerfileInstruction> Instructions { get; }

    /// <summary>The image in the <c># syntax=</c> directive, or null.</summary>
    public string? Syntax { get; }

    /// <summary>The build stages in order.</summary>
    public IReadOnlyList<DockerfileStage> Stages { get; }

    /// <summary>Whether the instructions mean what Docker's documentation says. A third-party frontend may have its own instructions.</summary>
    public bool HasStandardSyntax => Syntax is null || Syntax.StartsWith("docker/dockerfile", StringComparison.Ordinal);

    /// <summary>The first instruction that only BuildKit supports, or null.</summary>
    public DockerfileInstruction? BuildKitOnly => Instructions.FirstOrDefault(instruction => instruction.NeedsBuildKit);

    /// <summary>Parses and checks a Dockerfile.</summary>
    public static Dockerfile Read(string path)
    {
        string[] lines;
        try
        {
            lines = BuildTextFile.ReadLines(path, ErrorCodes.DockerfileInvalid);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw BuildContextErrors.Unreadable(path, e);
        }

        var reader = new DockerfileReader(lines);
        var dockerfile = new Dockerfile(path, reader.Read(), reader.Syntax);
        dockerfile.Check();
        return dockerfile;
    }

    /// <summary>The instructions up to the end of a stage. Those of later stages have no effect on it.</summary>
    /// <param name="target">Name or number of the stage; null for the last one.</param>
    public IReadOnlyList<DockerfileInstruction> InstructionsFor(string? target)
    {
        if (target is null || IndexOf(target) is not (>= 0 and var last))
        {
            return Instructions;
        }

        var stage = -1;
        return Instructions.TakeWhile(instruction => (stage += instruction.Name == "FROM" ? 1 : 0) <= last).ToList();
    }

    /// <summary>Throws if the target is not the name or number of a stage.</summary>
    public void CheckTarget(string target)
    {
        if (IndexOf(target) < 0)
        {
            var names = Stages.Where(stage => stage.Name is not null).Select(stage => $"'{stage.Name}'");
            throw BuildContextErrors.NoTarget(Path, target, string.Join(", ", names));
        }
    }

    private int IndexOf(string target)
    {
        var named = Stages.ToList().FindIndex(stage => string.Equals(stage.Name, target, StringComparison.OrdinalIgnoreCase));
        return named >= 0 || !int.TryParse(target, out var number) || number >= Stages.Count ? named : number;
    }

    private void Check()
    {
        if (Instructions.Count == 0)
        {
            throw BuildContextErrors.BadDockerfile(Path, 0, "the file has no instructions.", "Begin it with FROM.");
        }

        var standard = HasStandardSyntax;
        foreach (var instruction in standard ? Instructions : Array.Empty<DockerfileInstruction>())
        {
            CheckInstruction(instruction);
        }

        var first = Instructions.FirstOrDefault(instruction => instruction.Name != "ARG");
        if (standard && first?.Name != "FROM")
        {
            var line = (first ?? Instructions[0]).Line;
            throw BuildContextErrors.BadDockerfile(
                Path, line, first is null ? "there is no FROM."
                    : $"{first.Name} comes before the first FROM.", "Begin with FROM: only ARG can come before it.");
        }
    }

    private void CheckInstruction(DockerfileInstruction instruction)
    {
        if (!Known.Contains(instruction.Name))
        {
            throw BuildContextErrors.BadDockerfile(
                Path, instruction.Line, $"unknown instruction '{instruction.Name}'.",
                NearestNames.Suggest(instruction.Name, Known, "Correct it, or end the line before it with a backslash if it belongs to that."));
        }

        if (instruction.Arguments.Length == 0)
        {
            throw BuildContextErrors.BadDockerfile(Path, instruction.Line, $"{instruction.Name} needs at least one argument.", "Complete the line.");
        }

        if (instruction.Name == "FROM" && !DockerfileStage.IsValid(instruction))
        {
            throw BuildContextErrors.BadDockerfile(
                Path, instruction.Line, $"'FROM {instruction.Arguments}' is not 'FROM image' or 'FROM image AS name'.", "Correct the line.");
        }
    }
}

/// <summary>A build stage.</summary>
/// <param name="Image">The image in its FROM instruction. Variables are not replaced.</param>
/// <param name="Name">Its name, or null.</param>
internal sealed record DockerfileStage(string Image, string? Name)
{
    public static DockerfileStage Parse(DockerfileInstruction from)
    {
        var words = Words(from);
        return new DockerfileStage(words.Length > 0 ? words[0] : "", words.Length == 3 ? words[2] : null);
    }

    public static bool IsValid(DockerfileInstruction from)
    {
        var words = Words(from);
        return words.Length == 1 || (words.Length == 3 && words[1].Equals("AS", StringComparison.OrdinalIgnoreCase));
    }

    private static string[] Words(DockerfileInstruction from) => from.Arguments
        .Split(new[] { ' ', '\t' }, StringSplitOptions.RemoveEmptyEntries)
        .SkipWhile(word => word.StartsWith("--", StringComparison.Ordinal))
        .ToArray();
}
