using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using EcsTools.Tests.Sandbox.Engine;
using Xunit;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("EcsTools.Tests.Support.LongestFirst", "EcsTools.Tests")]

namespace EcsTools.Tests.Support;

/// <summary>Marks a class of tests that takes long, so that it begins among the first and the others run beside it.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TakesLongAttribute : Attribute;

/// <summary>
/// Starts the classes that take long before the others: those that are marked, and those that wait for containers. A long class that begins
/// last is waited for alone.
/// </summary>
internal sealed class LongestFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections)
        => testCollections.OrderBy(collection => TypeOf(collection) is { } type && TakesLong(type) ? 0 : 1);

    // A class without a collection of its own has one that is named after it: "Test collection for EcsTools.Tests.Some.ClassTests".
    private static Type? TypeOf(ITestCollection collection)
        => collection.DisplayName.Split(' ').FirstOrDefault(part => part.StartsWith("EcsTools.Tests.", StringComparison.Ordinal)) is { } name
            ? typeof(LongestFirst).Assembly.GetType(name) : null;

    private static bool TakesLong(Type type) => type.IsDefined(typeof(TakesLongAttribute)) || type.GetInterfaces().Any(IsFixtureOfContainers);

    private static bool IsFixtureOfContainers(Type type)
        => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IClassFixture<>)
            && typeof(DockerSandbox).IsAssignableFrom(type.GenericTypeArguments[0]);
}
