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
    internal EcrPushPlan(PushPlan push, EcrRepository? repository)
    {
        Push = push;
        Repository = repository;
    }

    /// <summary>The request that the plan is for.</summary>
    public PushImageRequest Request => Push.Request;

    /// <summary>The tags that the image gets.</summary>
    public IReadOnlyList<string> Tags => Push.Tags;

    /// <summary>What will be created, built, sent and moved, one line each.</summary>
    public IReadOnlyList<string> Steps => Push.Steps;

    internal PushPlan Push { get; }

    /// <summary>The repository; null if it is created first.</summary>
    internal EcrRepository? Repository { get; }

    /// <summary>Closes what it holds.</summary>
    public void Dispose() => Push.Dispose();
}
