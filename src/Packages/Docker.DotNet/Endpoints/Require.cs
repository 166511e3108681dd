using System;

namespace Docker.DotNet;

/// <summary>Argument checks of the operations.</summary>
internal static class Require
{
    public static string Text(string? value, string name) =>
        string.IsNullOrEmpty(value) ? throw new ArgumentNullException(name) : value!;

    public static T Value<T>(T? value, string name)
        where T : class => value ?? throw new ArgumentNullException(name);
}
