using System;

namespace EcsTools.Costs;

/// <summary>What Fargate takes for an hour, in USD.</summary>
/// <param name="Vcpu">A vCPU.</param>
/// <param name="MemoryGb">A GB of memory.</param>
/// <param name="PricedOn">Day it was taken.</param>
/// <param name="Source">Where it was taken from.</param>
internal sealed record FargatePrice(decimal Vcpu, decimal MemoryGb, DateTime PricedOn, string Source);
