using System;
using System.Management.Automation.Host;

namespace EcsTools.Pipeline;

/// <summary>What hosts throw that have no screen or no prompts, such as the one of a remote session or of a program that runs commands.</summary>
internal static class HostFaults
{
    /// <summary>Whether a host said in its way that it does not have what was asked of it.</summary>
    /// <param name="problem">What it threw.</param>
    public static bool IsLack(Exception problem) => problem is HostException or NotImplementedException;
}
