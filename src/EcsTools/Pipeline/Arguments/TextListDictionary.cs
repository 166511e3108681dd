using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;

namespace EcsTools.Pipeline.Arguments;

/// <summary>Converts hashtables of names and one or more values, such as -Header and -Query, to dictionaries of lists.</summary>
internal static class TextListDictionary
{
    /// <summary>Reads a hashtable. Null stays null.</summary>
    /// <param name="table">The value of the parameter.</param>
    /// <param name="parameter">The parameter's name, for the error.</param>
    /// <exception cref="EcsToolsException">A value is null or empty.</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>>? From(Hashtable? table, string parameter)
    {
        if (table is null)
        {
            return null;
        }

        var lists = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in table)
        {
            var value = entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value;
            var values = (value is IEnumerable list and not string ? list.Cast<object?>() : [value])
                .Select(item => Convert.ToString(item is PSObject inner ? inner.BaseObject : item, CultureInfo.InvariantCulture) ?? "").ToList();
            if (values.Count == 0 || values.Contains(""))
            {
                throw new EcsToolsException(
                    ErrorCodes.InvalidTableValue,
                    $"-{parameter}: '{entry.Key}' has no value.",
                    $"Give every name one or more values: -{parameter} @{{ {entry.Key} = 'value' }}",
                    parameter,
                    entry.Key);
            }

            lists[Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!] = values;
        }

        return lists;
    }
}
