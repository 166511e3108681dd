using System;
using System.Collections.Generic;

namespace EcsTools.Compose.Variables;

/// <summary>The variables of a compose file: those of the process, then those of the file <c>.env</c>.</summary>
internal sealed class ComposeVariables
{
    private readonly Func<string, string?> _process;
    private readonly Dictionary<string, string> _file = new(StringComparer.Ordinal);

    /// <param name="process">Returns a variable of the process, or null.</param>
    public ComposeVariables(Func<string, string?> process) => _process = process;

    /// <summary>The value of a variable; null if it is not set.</summary>
    public string? this[string name] => _process(name) ?? (_file.TryGetValue(name, out var value) ? value : null);

    /// <summary>The value of a variable of the process only, for <c>${env:NAME}</c>.</summary>
    public string? OfProcess(string name) => _process(name);

    /// <summary>Adds the variables of a file. They replace those of earlier files.</summary>
    /// <param name="text">Text of the file.</param>
    /// <param name="path">Its path, for errors.</param>
    public void Add(string text, string path)
    {
        foreach (var variable in EnvironmentFile.Read(text, path, name => this[name]))
        {
            if (variable.Value is not null)
            {
                _file[variable.Name] = variable.Value;
            }
        }
    }
}
