using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace Docker.DotNet.Models;

#nullable disable // As in the published package: anything in an answer may be absent.

/// <summary>A command to run.</summary>
public class ContainerExecCreateParameters
{
    public string User { get; set; }

    public bool Privileged { get; set; }

    public bool Tty { get; set; }

    public bool AttachStdin { get; set; }

    public bool AttachStderr { get; set; }

    public bool AttachStdout { get; set; }

    public bool Detach { get; set; }

    public string DetachKeys { get; set; }

    public IList<string> Env { get; set; }

    public string WorkingDir { get; set; }

    public IList<string> Cmd { get; set; }
}

/// <summary>The command prepared.</summary>
public class ContainerExecCreateResponse
{
    [JsonPropertyName("Id")]
    public string ID { get; set; }
}

/// <summary>How to start it.</summary>
public class ContainerExecStartParameters
{
    public string User { get; set; }

    public bool Privileged { get; set; }

    public bool Tty { get; set; }

    public bool AttachStdin { get; set; }

    public bool AttachStderr { get; set; }

    public bool AttachStdout { get; set; }

    public bool Detach { get; set; }

    public string DetachKeys { get; set; }

    public IList<string> Env { get; set; }

    public string WorkingDir { get; set; }

    public IList<string> Cmd { get; set; }
}

/// <summary>How it is doing.</summary>
public class ContainerExecInspectResponse
{
    [JsonPropertyName("ID")]
    public string ExecID { get; set; }

    public string ContainerID { get; set; }

    public bool Running { get; set; }

    public long ExitCode { get; set; }

    public long Pid { get; set; }
}
