using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Xunit;

namespace EcsTools.Tests.Packages;

/// <summary>
/// Whatever is public in a stand-in comes from the service model, under the published name: so code that compiles against it
/// compiles against the published package too. The renames are those of names.json and no others.
/// </summary>
public class PublicSurfaceTests
{
    public static TheoryData<string> Packages => [.. StandIn.Built.Select(s => s.Package)];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Every_public_type_is_the_client_or_in_the_service_model(string package)
    {
        var standIn = StandIn.Of(package);
        var known = new HashSet<string>(
            new[] { "I" + standIn.Stem, standIn.Stem + "Client", standIn.Stem + "Config", standIn.Stem + "Exception", standIn.Stem + "Request" }
                .Select(n => $"{standIn.Namespace}.{n}"));
        known.UnionWith(standIn.Operations.SelectMany(o => new[] { o + "Request", o + "Response" }).Select(n => $"{standIn.Namespace}.Model.{n}"));
        foreach (var (name, shape) in Shapes(standIn))
        {
            known.Add(shape["enum"] is not null ? $"{standIn.Namespace}.{ClassName(standIn, name)}" : $"{standIn.Namespace}.Model.{ClassName(standIn, name)}");
        }

        Assert.Empty(standIn.Assembly.GetExportedTypes().Select(t => t.FullName!).Where(n => !known.Contains(n)));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Every_public_member_of_a_model_class_is_a_member_of_its_shape(string package)
    {
        var standIn = StandIn.Of(package);
        foreach (var operation in standIn.Operations)
        {
            Compare(standIn, standIn.ModelType(operation + "Request"), standIn.InputOf(operation));
            Compare(standIn, standIn.ModelType(operation + "Response"), standIn.OutputOf(operation));
        }

        var roots = standIn.Operations.SelectMany(o => new[] { standIn.InputOf(o), standIn.OutputOf(o) }).ToHashSet();
        foreach (var (name, shape) in Shapes(standIn).Where(s => IsStructure(s.Shape) && !roots.Contains(s.Name)))
        {
            Compare(standIn, standIn.ModelType(ClassName(standIn, name)), name);
        }
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Every_constant_of_an_enumeration_is_a_value_of_its_shape(string package)
    {
        var standIn = StandIn.Of(package);
        foreach (var (name, shape) in Shapes(standIn).Where(s => s.Shape["enum"] is not null))
        {
            var type = standIn.Assembly.GetType($"{standIn.Namespace}.{ClassName(standIn, name)}")!;
            var constants = type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => ((ConstantClass)f.GetValue(null)!).Value);
            Assert.Equal(shape["enum"]!.AsArray().Select(v => v!.GetValue<string>()).Order(), constants.Order());
        }
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_client_has_the_operations_and_what_every_published_client_has(string package)
    {
        var standIn = StandIn.Of(package);
        var expected = standIn.Operations.Select(o => o + "Async").Append("DetermineServiceOperationEndpoint").Order().ToList();
        foreach (var name in new[] { $"I{standIn.Stem}", $"{standIn.Stem}Client" })
        {
            var declared = standIn.Assembly.GetType($"{standIn.Namespace}.{name}")!
                .GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Where(m => m is not ConstructorInfo)
                .Select(m => m.Name);
            Assert.Equal(expected, declared.Order());
        }
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Every_name_in_names_json_is_in_the_model(string package)
    {
        var standIn = StandIn.Of(package);
        Assert.All(standIn.Names["shapes"]?.AsObject().Select(s => s.Key) ?? [], shape => Assert.NotNull(standIn.Model["shapes"]![shape] ?? standIn.Model["shapes"]![char.ToLowerInvariant(shape[0]) + shape[1..]]));
        var members = (standIn.Names["members"]?.AsObject().Select(m => m.Key) ?? [])
            .Concat(standIn.Names["excluded"]?.AsArray().Select(m => m!.GetValue<string>()) ?? [])
            .Concat(standIn.Names["newer"]?.AsArray().Select(m => m!.GetValue<string>()) ?? [])
            .Concat(standIn.Names["epochMilliseconds"]?.AsArray().Select(m => m!.GetValue<string>()) ?? []);
        Assert.All(members.Where(m => !m.StartsWith("*.", StringComparison.Ordinal)), m =>
            Assert.NotNull(standIn.Shape(m.Split('.')[0])["members"]![m.Split('.')[1]]));
    }

    private static void Compare(StandIn standIn, Type type, string? shape)
    {
        var expected = (shape is null ? [] : standIn.Shape(shape)["members"]?.AsObject().Select(m => m.Key) ?? [])
            .Where(m => !standIn.IsExcluded(shape!, m))
            .Select(m => standIn.PropertyName(shape!, m))
            .Where(p => p != "Message" || !typeof(Exception).IsAssignableFrom(type));
        var declared = type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(m => m is not ConstructorInfo && m is not MethodInfo { IsSpecialName: true })
            .Select(m => m.Name);
        Assert.Equal((type.Name, string.Join(' ', expected.Order())), (type.Name, string.Join(' ', declared.Order())));
    }

    private static IEnumerable<(string Name, JsonObject Shape)> Shapes(StandIn standIn) => standIn.Model["shapes"]!.AsObject()
        .Select(s => (s.Key, s.Value!.AsObject()))
        .Where(s => IsStructure(s.Item2) || s.Item2["enum"] is not null);

    private static bool IsStructure(JsonObject shape) => shape["type"]!.GetValue<string>() == "structure" && shape["document"] is null;

    private static string ClassName(StandIn standIn, string shape)
    {
        var name = char.ToUpperInvariant(shape[0]) + shape[1..];
        name = standIn.Names["shapes"]?[name]?.GetValue<string>() ?? name;
        return standIn.Shape(shape)["exception"] is null ? name : standIn.ExceptionName(name);
    }
}
