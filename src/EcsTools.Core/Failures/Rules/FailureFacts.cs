using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Failures.Rules;

/// <summary>What the registry knows about an image.</summary>
/// <param name="Repository">Name of the repository.</param>
/// <param name="RepositoryExists">Whether the repository exists.</param>
/// <param name="TagExists">Whether the tag or digest exists.</param>
/// <param name="Nearest">Similar tags, or the newest ones; similar repositories if the repository does not exist.</param>
/// <param name="Platforms">Platforms that the image is built for, such as <c>linux/arm64</c>.</param>
internal sealed record ImageFacts(
    string Repository, bool RepositoryExists, bool TagExists, IReadOnlyList<string> Nearest, IReadOnlyList<string> Platforms);

/// <summary>How a subnet reaches the internet.</summary>
internal enum EgressKind
{
    /// <summary>It has no gateway.</summary>
    None,

    /// <summary>Through an internet gateway, for tasks with a public address.</summary>
    InternetGateway,

    /// <summary>Through a NAT gateway.</summary>
    NatGateway,

    /// <summary>Through something else, such as a transit gateway.</summary>
    Other,
}

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
