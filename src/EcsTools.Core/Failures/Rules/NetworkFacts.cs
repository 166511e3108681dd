using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Failures.Rules;

/// <summary>What EC2 knows about a task's network.</summary>
/// <param name="SubnetId">The subnet.</param>
/// <param name="VpcId">Its VPC.</param>
/// <param name="Way">How it reaches the internet.</param>
/// <param name="Gateway">Id of the gateway, or null.</param>
/// <param name="PublicAddress">Whether the task had a public address; null if that is no longer known.</param>
/// <param name="Endpoints">Services the VPC has endpoints for, such as <c>ecr.api</c>.</param>
internal sealed record NetworkFacts(
    string SubnetId, string VpcId, EgressKind Way, string? Gateway, bool? PublicAddress, IReadOnlyList<string> Endpoints)
{
    /// <summary>The VPC endpoints that are missing for these services.</summary>
    public IReadOnlyList<string> Lacks(params string[] services) => services.Where(service => !Endpoints.Contains(service)).ToList();

    public override string ToString()
    {
        var way = Way switch
        {
            EgressKind.InternetGateway => $"public, through {Gateway}",
            EgressKind.NatGateway => $"private, out through {Gateway}",
            EgressKind.Other => $"out through {Gateway}",
            _ => "no route out",
        };
        var address = PublicAddress switch { true => "; a public address", false => "; no public address", _ => "" };
        var endpoints = Endpoints.Count == 0 ? "" : $"; endpoints for {string.Join(", ", Endpoints)}";
        return $"{SubnetId} in {VpcId}: {way}{address}{endpoints}";
    }
}
