using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Build;

/// <summary>Everything that decides what a build makes, as far as Docker's own build cache asks for it.</summary>
internal sealed class BuildInputs
{
    private readonly ImageBuildRequest _request;
    private readonly string _dockerfile;
    private readonly string _engine;
    private readonly bool _refusesBuildKit;

    /// <param name="request">The request.</param>
    /// <param name="context">Its folder.</param>
    /// <param name="engine">Address of the engine that builds.</param>
    /// <param name="refusesBuildKit">Whether BuildKit must not build it.</param>
    public BuildInputs(ImageBuildRequest request, BuildContext context, string engine, bool refusesBuildKit)
    {
        _request = request;
        _dockerfile = context.DockerfileName;
        _engine = engine;
        _refusesBuildKit = refusesBuildKit;
        var instructions = context.Dockerfile.InstructionsFor(request.Target);
        var bases = BaseImages.Of(instructions, request.BuildArguments);

        // An image that is named by its digest is always the same one.
        Bases = bases.Images.Where(image => image.Digest is null).Select(image => $"{image.Name}:{image.Tag ?? "latest"}").ToArray();
        Undecided = WhyUndecided(context.Dockerfile, instructions, bases);
    }

    /// <summary>Names of the images that the build takes files from and that can be moved to another image.</summary>
    public IReadOnlyList<string> Bases { get; }

    /// <summary>Why two builds with the same digest can make different images, as the end of a sentence; null if they cannot.</summary>
    public string? Undecided { get; }

    /// <summary>The digest of everything that decides about the image.</summary>
    /// <param name="context">The digest of the context.</param>
    /// <param name="bases">The ids of the base images.</param>
    public string Digest(string context, IReadOnlyList<string> bases)
    {
        using var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, Encoding.UTF8, leaveOpen: true))
        {
            // Every text has its length before it, so two lists of texts cannot look the same.
            writer.Write("ecstools build 1");
            writer.Write(_engine);
            writer.Write(context);
            writer.Write(_dockerfile);
            writer.Write(_request.Target ?? "");
            writer.Write(_request.Platform ?? "");
            writer.Write(_refusesBuildKit);
            writer.Write((int)_request.Builder);
            Write(writer, _request.BuildArguments);
            Write(writer, _request.Labels);
            Write(writer, Bases.Zip(bases, (name, id) => new KeyValuePair<string, string>(name, id)).ToList());
        }

        using var sha = SHA256.Create();
        memory.Position = 0;
        return Sha256Digest.FromHash(sha.ComputeHash(memory));
    }

    private static void Write(BinaryWriter writer, IReadOnlyCollection<KeyValuePair<string, string>> values)
    {
        writer.Write(values.Count);
        foreach (var pair in values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.Write(pair.Key);
            writer.Write(pair.Value);
        }
    }

    private string? WhyUndecided(Dockerfile dockerfile, IReadOnlyList<DockerfileInstruction> instructions, BaseImages bases)
    {
        if (_request.Secrets.Count > 0)
        {
            return "secrets are not compared";
        }

        if (!dockerfile.HasStandardSyntax)
        {
            return $"the frontend '{dockerfile.Syntax}' decides what the Dockerfile means";
        }

        if (bases.Unknown is { } unknown)
        {
            return $"the name of the image '{unknown}' is known only during the build";
        }

        return instructions.FirstOrDefault(instruction => instruction.Name == "ADD" && MayBeRemote(instruction.Arguments)) is { } add
            ? $"line {add.Line} of the Dockerfile adds something that may have changed on the network"
            : null;
    }

    private static bool MayBeRemote(string arguments)
    {
        var words = arguments.Split(new[] { ' ', '\t' }, StringSplitOptions.RemoveEmptyEntries)
            .SkipWhile(word => word.StartsWith("--", StringComparison.Ordinal)).ToList();

        // The last word is where the files go, unless the words are a JSON array.
        var sources = words.Count > 0 && words[0][0] == '[' ? words : words.Take(words.Count - 1);
        return sources.Any(source => new[] { "://", "git@", "github.com/", "$" }.Any(sign => source.IndexOf(sign, StringComparison.Ordinal) >= 0));
    }
}
