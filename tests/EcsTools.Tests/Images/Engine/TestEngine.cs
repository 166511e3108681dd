extern alias images;

using System;
using images::EcsTools.DockerTransport;
using Docker.DotNet;

namespace EcsTools.Tests.Images.Engine;

/// <summary>Clients of an engine, as EcsTools makes them.</summary>
internal static class TestEngine
{
    public static DockerClient Connect(Uri endpoint, Version? apiVersion = null, TimeSpan? timeout = null) =>
        EngineClient.Create(endpoint, apiVersion, secure: null, timeout, pipeTimeout: TimeSpan.FromSeconds(5));
}
