using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Aws;
using EcsTools.Images.Push;
using Xunit;

namespace EcsTools.Tests.Architecture;

/// <summary>
/// The order of the folders of EcsTools.Images and EcsTools.Core. A folder may use only what its line names, all of it above. To add an edge, add it
/// to the line; if that makes a cycle, move the type instead.
/// </summary>
public sealed class LibraryFolderOrderTests
{
    // "(root)" is the namespace EcsTools: the folder Foundation of EcsTools.Images. Models there has the namespace EcsTools.Models.
    private static readonly FolderTable Images = new(new Dictionary<string, string[]>
    {
        ["Images.Oci"] = ["(root)"],
        ["Images.Archives"] = ["(root)", "Images.Oci"],
        ["Images.Credentials"] = ["(root)"],
        ["Images.Engine"] = ["(root)", "DockerTransport", "Images.Archives", "Images.Credentials", "Images.Oci", "Models"],
        ["Images.Build"] = ["(root)", "DockerTransport", "Images.Credentials", "Images.Engine", "Images.Oci", "Models"],
        ["Images.Registry"] = ["(root)", "Images.Compression", "Images.Credentials", "Images.Oci"],
        ["Images.Sources"] =
            ["(root)", "Images.Archives", "Images.Build", "Images.Compression", "Images.Engine", "Images.Oci", "Images.Registry", "Models"],
        ["Images.Push"] =
            ["(root)", "Images.Compression", "Images.Credentials", "Images.Engine", "Images.Oci", "Images.Registry", "Images.Sources"],
    });

    private static readonly FolderTable Core = new(new Dictionary<string, string[]>
    {
        ["Costs"] = ["Models"],
        ["Profiles"] = ["Models"],
        ["Aws"] = ["Profiles"],
        ["Identity"] = ["Aws", "Models", "Profiles"],
        ["Network"] = ["Aws", "Models"],
        ["Clusters"] = ["Aws", "Models"],
        ["Ecr"] = ["Aws", "Identity", "Models"],
        ["TaskDefinitions"] = ["Aws", "Clusters", "Identity", "Models", "Network"],
        ["Failures.Rules"] = ["Aws", "Models", "TaskDefinitions"],
        ["Tasks"] = ["Aws", "Clusters", "Costs", "Failures.Rules", "Models", "Network", "TaskDefinitions"],
        ["Tasks.Exec"] = ["Aws", "Clusters", "Models", "TaskDefinitions", "Tasks"],
        ["Logs"] = ["Aws", "Costs", "Models", "TaskDefinitions", "Tasks"],
        ["Failures"] = ["Aws", "Ecr", "Failures.Rules", "Logs", "Models", "TaskDefinitions", "Tasks"],
        ["Schedules"] = ["Aws", "Clusters", "Identity", "Models", "Network", "Schedules.Expressions", "TaskDefinitions", "Tasks"],
        ["Services"] = ["Aws", "Clusters", "Failures", "Failures.Rules", "Models", "Network", "TaskDefinitions", "Tasks"],
        ["Services.Scaling"] = ["Aws", "Models", "Schedules.Expressions", "Services"],
        ["Usage"] = ["Aws", "Clusters", "Ecr", "Identity", "Models", "Schedules", "Services", "TaskDefinitions", "Tasks"],
    });

    public static TheoryData<string> Assemblies => ["EcsTools.Images", "EcsTools.Core"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void A_folder_uses_only_the_folders_that_the_table_allows(string assembly)
    {
        var (table, edges) = Read(assembly);
        Assert.Empty(table.Forbidden(edges));
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void No_entry_of_the_table_is_left_over(string assembly)
    {
        var (table, edges) = Read(assembly);
        Assert.Empty(table.Unused(edges));
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void No_folder_uses_itself_by_way_of_others(string assembly) => Assert.Empty(FolderTable.InCycles(Read(assembly).Edges));

    [Fact]
    public void Images_knows_nothing_of_AWS_of_Core_or_of_PowerShell()
        => Assert.DoesNotContain(
            typeof(PushPlan).Assembly.GetReferencedAssemblies(),
            name => name.Name!.StartsWith("AWSSDK", StringComparison.Ordinal) || name.Name is "EcsTools.Core" or "System.Management.Automation");

    [Fact]
    public void Core_knows_nothing_of_PowerShell_or_of_the_sandbox()
        => Assert.DoesNotContain(
            typeof(AwsConnection).Assembly.GetReferencedAssemblies(),
            name => name.Name is "System.Management.Automation" or "EcsTools" or "EcsTools.Sandbox");

    [Fact]
    public void No_assembly_of_the_product_opens_its_internals_to_another()
        => Assert.Empty(new[] { typeof(PushPlan).Assembly, typeof(AwsConnection).Assembly }
            .SelectMany(assembly => assembly.GetCustomAttributesData()
                .Where(attribute => attribute.AttributeType.Name == "InternalsVisibleToAttribute")
                .Select(attribute => (string)attribute.ConstructorArguments[0].Value!))
            .Where(name => name is not ("EcsTools.Tests" or "EcsTools.Benchmarks" or "EcsTools.Campaigns")));

    private static (FolderTable Table, IReadOnlyList<NamespaceEdge> Edges) Read(string assembly)
        => assembly == "EcsTools.Images"
            ? (Images, NamespaceEdges.Read(typeof(PushPlan).Assembly.Location, "EcsTools"))
            : (Core, NamespaceEdges.Read(typeof(AwsConnection).Assembly.Location, "EcsTools"));
}
