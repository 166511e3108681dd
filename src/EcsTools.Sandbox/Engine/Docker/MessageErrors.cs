using System;
using Docker.DotNet.Models;

namespace EcsTools.Sandbox.Engine.Docker;

/// <summary>The last error among the messages of a call. It reads messages when they arrive; <see cref="Progress{T}"/> may report them too late.</summary>
internal sealed class MessageErrors : IProgress<JSONMessage>
{
    public string? Last { get; private set; }

    public void Report(JSONMessage value) => Last = value.Error?.Message ?? value.ErrorMessage ?? Last;
}
