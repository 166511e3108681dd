using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Apps.Findings;
using EcsTools.TaskDefinitions;

namespace EcsTools.Apps.Export;

/// <summary>Variables whose names say that their values are secret. Their values are not written: the user of the text gives them.</summary>
internal sealed class HiddenValues
{
    private readonly List<string> _names = [];

    /// <summary>Names of all that were hidden, in the order in which they were met.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The name under which the user gives the value of a variable; null if the value is no secret.</summary>
    /// <param name="service">The service.</param>
    /// <param name="container">The container.</param>
    /// <param name="variable">The item of its environment.</param>
    public string? NameFor(SnapshotService service, JsonObject container, JsonObject variable)
    {
        var name = TaskDefinitionDocument.Text(variable["name"]) ?? "";
        var probe = new JsonObject
        {
            ["containerDefinitions"] = new JsonArray(new JsonObject { ["environment"] = new JsonArray(variable.DeepClone()) }),
        };
        if (!TaskDefinitionNormalForm.SensitiveVariables(probe).Any() && !DefinitionFindings.HoldsKey(variable))
        {
            return null;
        }

        var owner = SnapshotService.NameOf(container) == service.Name ? service.Name : service.Name + "_" + SnapshotService.NameOf(container);
        var hidden = Regex.Replace($"{owner}_{name}".ToUpperInvariant(), "[^A-Z0-9]+", "_");
        if (!_names.Contains(hidden))
        {
            _names.Add(hidden);
        }

        return hidden;
    }
}
