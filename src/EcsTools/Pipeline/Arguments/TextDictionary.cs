using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;

namespace EcsTools.Pipeline.Arguments;

/// <summary>Converts hashtables of names and values, such as -Tag and -BuildArg, to dictionaries of strings.</summary>
internal static class TextDictionary
{
    /// <summary>Reads a hashtable. Null stays null, so that "not given" differs from "empty".</summary>
    /// <param name="table">The value of the parameter.</param>
    /// <param name="parameter">The parameter's name, for the error.</param>
    /// <exception cref="EcsToolsException">A value is null or a collection.</exception>
    public static IReadOnlyDictionary<string, string>? From(Hashtable? table, string parameter)
    {
        if (table is null)
        {
            return null;
        }

        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in table)
        {
            var value = entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value;
            texts[Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!] = value switch
            {
                string text => text,
                bool flag => flag ? "true" : "false",
                IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
                _ => throw new EcsToolsException(
                    ErrorCodes.InvalidTableValue,
                    $"-{parameter}: the value of '{entry.Key}' is {(value is null ? "null" : "a " + value.GetType().Name)}, not a text or number.",
                    $"Give every name one value: -{parameter} @{{ {entry.Key} = 'value' }}",
                    parameter,
                    entry.Key),
            };
        }

        return texts;
    }
}
