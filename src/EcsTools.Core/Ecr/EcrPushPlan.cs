using System;
using System.Collections.Generic;
using EcsTools.Images.Push;
using EcsTools.Images.Sources;
using EcsTools.Models;

namespace EcsTools.Ecr;

/// <summary>
/// What a push to ECR will do, found out without doing it. The plan holds the source open, and connections to the registry.
/// </summary>
public sealed class EcrPushPlan : IDisposable
{
    internal EcrPushPlan(PushPlan push, EcrRepository? repository, IReadOnlyList<EcsPlanStep> before)
    {
        Push = push;
        Repository = repository;
        Before = before;
    }

    /// <summary>The request that the plan is for.</summary>
    public PushImageRequest Request => Push.Request;

    /// <summary>The tags that the image gets.</summary>
    public IReadOnlyList<string> Tags => Push.Tags;

    /// <summary>The plan as steps.</summary>
    /// <param name="region">The region.</param>
    public EcsPlan ToPlan(string region) => ImagePushSteps.ToPlan(Push, region, Before);

    /// <summary>The image in the repository, by its digest, if nothing is pushed because it is there under every tag; otherwise null.</summary>
    internal string? PresentUri => Push.PresentDigest is { } digest && Repository is { } repository ? $"{repository.RepositoryUri}@{digest}" : null;

    internal PushPlan Push { get; }

    /// <summary>What is done to the repository first.</summary>
    internal IReadOnlyList<EcsPlanStep> Before { get; }

    /// <summary>The repository; null if it is created first.</summary>
    internal EcrRepository? Repository { get; }

    /// <summary>Closes what it holds.</summary>
    public void Dispose() => Push.Dispose();
}
