using Xunit;

namespace EcsTools.Tests.Sandbox.Balancing;

/// <summary>Tests that measure the memory of the process run while no other test does.</summary>
[CollectionDefinition("Measured memory", DisableParallelization = true)]
public sealed class MeasuredMemory
{
}
