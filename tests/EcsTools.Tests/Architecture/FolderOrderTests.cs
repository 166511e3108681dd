using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Xunit;

namespace EcsTools.Tests.Architecture;

/// <summary>
/// The folders of an assembly have an order: each uses only the folders that its table names, and none uses itself through others. A change
/// of the tables is a change of the architecture.
/// </summary>
public sealed class FolderOrderTests
{
    // The root namespace of Images and Core is EcsTools: the folder Foundation of Images has it, and the folders of Core are right below it.
    private static readonly Dictionary<string, (Assembly Assembly, string RootNamespace, FolderTable Table)> Known = new(StringComparer.Ordinal)
    {
        ["EcsTools.Images"] = (typeof(EcsTools.Images.Push.PushPlan).Assembly, "EcsTools", LibraryFolders.Images),
        ["EcsTools.Core"] = (typeof(EcsTools.Aws.AwsConnection).Assembly, "EcsTools", LibraryFolders.Core),
        ["EcsTools.Sandbox"] = (typeof(EcsTools.Sandbox.SandboxServer).Assembly, "EcsTools.Sandbox", SandboxFolders.Table),
    };

    public static TheoryData<string> Assemblies => new(Known.Keys);

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void A_folder_uses_only_the_folders_that_its_table_names(string assembly)
        => Assert.Empty(Known[assembly].Table.Forbidden(Edges(assembly)));

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Every_entry_of_the_table_is_used(string assembly) => Assert.Empty(Known[assembly].Table.Unused(Edges(assembly)));

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void No_folder_uses_itself_through_others(string assembly) => Assert.Empty(FolderTable.InCycles(Edges(assembly)));

    [Fact]
    public void An_edge_that_the_table_lacks_is_reported()
    {
        var table = new FolderTable(new Dictionary<string, string[]> { ["Upper"] = ["Lower"] });

        Assert.Equal(["Lower -> Upper (A uses B)"], table.Forbidden([new("Upper", "Lower", ""), new("Lower", "Upper", "A uses B")]));
    }

    [Fact]
    public void Folders_in_a_cycle_are_reported_without_those_that_only_use_them()
    {
        NamespaceEdge[] edges = [new("Top", "A", ""), new("A", "B", ""), new("B", "C", ""), new("C", "A", ""), new("C", "Bottom", "")];

        Assert.Equal(["A", "B", "C"], FolderTable.InCycles(edges).Select(edge => edge[..1]));
    }

    [Theory]
    [InlineData("OnlyInALambda", "NamespaceEdgesSample.Called")]
    [InlineData("OnlyInASignature", "NamespaceEdgesSample.Named")]
    [InlineData("OnlyAsAGenericArgument", "NamespaceEdgesSample.Argument")]
    [InlineData("OnlyCaught", "NamespaceEdgesSample.Thrown")]
    public void The_reader_finds_what_is_used(string from, string to)
        => Assert.Contains(
            NamespaceEdges.Read(typeof(FolderOrderTests).Assembly.Location, "EcsTools.Tests.Architecture"),
            edge => edge.From == "NamespaceEdgesSample." + from && edge.To == to);

    private static IReadOnlyList<NamespaceEdge> Edges(string assembly) => NamespaceEdges.Read(Known[assembly].Assembly.Location, Known[assembly].RootNamespace);
}
