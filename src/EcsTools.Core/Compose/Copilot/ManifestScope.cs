using System;
using System.Collections.Generic;
using System.Text;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose.Copilot;

/// <summary>The names of an app and an environment, which manifests use, and what the conversion finds.</summary>
internal sealed class ManifestScope
{
    private readonly Dictionary<string, string?> _names;
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);

    /// <param name="application">Name of the app; null if it is not known.</param>
    /// <param name="environment">Name of the environment; null if none was given.</param>
    /// <param name="findings">Receives what has no counterpart.</param>
    public ManifestScope(string? application, string? environment, List<ComposeFinding> findings)
    {
        _names = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["COPILOT_APPLICATION_NAME"] = application,
            ["COPILOT_ENVIRONMENT_NAME"] = environment,
        };
        Findings = findings;
    }

    /// <summary>What has no counterpart.</summary>
    public List<ComposeFinding> Findings { get; }

    /// <summary>
    /// A text for a compose file. <c>${NAME}</c> is a variable in both. A dollar sign without braces is only a dollar sign in a manifest, and
    /// <c>\${NAME}</c> is not a variable.
    /// </summary>
    public string Text(YamlScalar scalar)
    {
        var (text, written) = (new StringBuilder(), scalar.IsQuoted ? scalar.Text : scalar.Written);
        for (var at = 0; at < written.Length; at++)
        {
            if (written[at] == '\\' && at + 2 < written.Length && written[at + 1] == '$' && written[at + 2] == '{')
            {
                text.Append("$$");
                at++;
                continue;
            }

            var end = written[at] == '$' && at + 1 < written.Length && written[at + 1] == '{' ? written.IndexOf('}', at) : -1;
            if (end < 0)
            {
                text.Append(written[at] == '$' ? "$$" : written[at].ToString());
                continue;
            }

            text.Append(Variable(written.Substring(at + 2, end - at - 2), scalar));
            at = end;
        }

        return text.ToString();
    }

    private string Variable(string name, YamlScalar scalar)
    {
        if (_names.TryGetValue(name, out var value) && value is not null)
        {
            return value;
        }

        if (_names.ContainsKey(name) && _unknown.Add(name))
        {
            Findings.Add(ComposeFinding.Warning(
                scalar.Position,
                $"the variable {name} is not known",
                name.EndsWith("ENVIRONMENT_NAME", StringComparison.Ordinal)
                    ? "Give the environment with -EnvironmentName, or set the variable before you publish."
                    : "Set the variable before you publish."));
        }

        return $"${{{name}}}";
    }
}
