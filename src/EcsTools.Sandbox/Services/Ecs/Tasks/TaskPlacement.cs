using System.Collections.Generic;

namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>Where in the VPC a task runs.</summary>
internal sealed record TaskPlacement(string SubnetId, string AvailabilityZone, IReadOnlyList<string> SecurityGroups, bool PublicAddress);
