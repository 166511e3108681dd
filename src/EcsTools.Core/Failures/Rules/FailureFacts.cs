using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Failures.Rules;

/// <summary>What the registry says of an image.</summary>
/// <param name="Repository">Name of the repository.</param>
/// <param name="RepositoryExists">Whether it is there.</param>
/// <param name="TagExists">Whether the tag or digest is in it.</param>
/// <param name="Nearest">Tags that may have been meant, or the newest; repositories where the repository is missing.</param>
/// <param name="Platforms">What the image is built for, such as <c>linux/arm64</c>.</param>
internal sealed record ImageFacts(
    string Repository, bool RepositoryExists, bool TagExists, IReadOnlyList<string> Nearest, IReadOnlyList<string> Platforms);

/// <summary>How a subnet leads to the outside.</summary>
internal enum EgressKind
{
    /// <summary>By no gateway at all.</summary>
    None,

    /// <summary>By an internet gateway, for who has a public address.</summary>
    InternetGateway,

    /// <summary>By a NAT gateway.</summary>
    NatGateway,

    /// <summary>By something else, such as a transit gateway.</summary>
    Other,
}

/// <summary>What EC2 says of a task's network.</summary>
/// <param name="SubnetId">The subnet.</param>
/// <param name="VpcId">Its VPC.</param>
/// <param name="Way">Its way out.</param>
/// <param name="Gateway">Id of what leads out, or null.</param>
/// <param name="PublicAddress">Whether the task had a public address; null if that cannot be told any more.</param>
/// <param name="Endpoints">Services the VPC has endpoints for, such as <c>ecr.api</c>.</param>
internal sealed record NetworkFacts(
    string SubnetId, string VpcId, EgressKind Way, string? Gateway, bool? PublicAddress, IReadOnlyList<string> Endpoints)
{
    /// <summary>Endpoints of these services that are missing.</summary>
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
