using System;
using System.Linq;
using EcsTools.Aws;
using EcsTools.Images.Push;
using Xunit;

namespace EcsTools.Tests.Architecture;

/// <summary>What the assemblies of the product may know of each other.</summary>
public sealed class AssemblyLayerTests
{
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
}
