using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace EcsTools.HelpBuilder;

/// <summary>What the first example of each command printed: a file for each command, which "build.sh docs" records.</summary>
/// <param name="folder">The folder of the files.</param>
internal sealed class RecordedOutput(string folder)
{
    /// <summary>Gives the first example its output, where one was recorded.</summary>
    public IReadOnlyList<ExampleHelp> AddTo(string command, IReadOnlyList<ExampleHelp> examples)
    {
        var path = Path.Combine(folder, command + ".txt");
        return examples.Count > 0 && File.Exists(path)
            ? [examples[0] with { Output = File.ReadAllText(path).Replace("\r", "", StringComparison.Ordinal).TrimEnd() }, .. examples.Skip(1)]
            : examples;
    }
}
