using System;

namespace Docker.DotNet;

/// <summary>A client of one Docker engine, its operations grouped as the engine's API is.</summary>
public interface IDockerClient : IDisposable
{
    /// <summary>What the client was made from.</summary>
    DockerClientConfiguration Configuration { get; }

    /// <summary>Timeout of calls that do not stream.</summary>
    TimeSpan DefaultTimeout { get; set; }

    /// <summary>Containers.</summary>
    IContainerOperations Containers { get; }

    /// <summary>Images.</summary>
    IImageOperations Images { get; }

    /// <summary>Networks.</summary>
    INetworkOperations Networks { get; }

    /// <summary>Volumes.</summary>
    IVolumeOperations Volumes { get; }

    /// <summary>The engine itself.</summary>
    ISystemOperations System { get; }

    /// <summary>Commands run in a running container.</summary>
    IExecOperations Exec { get; }
}
