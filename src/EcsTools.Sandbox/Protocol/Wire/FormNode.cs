using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace EcsTools.Sandbox.Protocol.Wire;

/// <summary>A form whose names are paths (<c>Filter.1.Name</c>), as the tree those paths mean.</summary>
internal sealed class FormNode
{
    private const int Deepest = 32;

    private readonly Dictionary<string, FormNode> _children = new(StringComparer.Ordinal);

    public string? Value { get; private set; }

    public IReadOnlyDictionary<string, FormNode> Children => _children;

    public static FormNode Of(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var root = new FormNode();
        foreach (var pair in pairs)
        {
            var node = root;
            var steps = pair.Key.Split('.');
            if (steps.Length > Deepest)
            {
                // No member of a model is so deep, and each step costs memory.
                continue;
            }

            foreach (var step in steps)
            {
                if (!node._children.TryGetValue(step, out var next))
                {
                    node._children[step] = next = new FormNode();
                }

                node = next;
            }

            node.Value = pair.Value;
        }

        return root;
    }

    public FormNode? Child(string name) => _children.TryGetValue(name, out var child) ? child : null;

    /// <summary>The children named 1, 2, 3… in the order of their numbers.</summary>
    public IEnumerable<FormNode> Numbered()
        => _children
            .Where(pair => int.TryParse(pair.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .OrderBy(pair => int.Parse(pair.Key, CultureInfo.InvariantCulture))
            .Select(pair => pair.Value);
}
