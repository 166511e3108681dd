using System;
using System.Collections.Generic;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace EcsTools.Pipeline.Arguments;

/// <summary>
/// Resolves paths as PowerShell does: relative to the session's location, through its drives, and with wildcards if they are allowed.
/// </summary>
internal static class ProviderPath
{
    /// <summary>Resolves paths of existing items. Call it on the pipeline thread.</summary>
    public static IReadOnlyList<string> Resolve(PSCmdlet command, IReadOnlyList<string> paths, bool literal)
    {
        var parameter = literal ? "LiteralPath" : "Path";
        var resolved = new List<string>();
        foreach (var path in paths)
        {
            resolved.AddRange(literal ? ResolveLiteral(command, path) : ResolvePattern(command, path));
        }

        return resolved;

        IEnumerable<string> ResolveLiteral(PSCmdlet owner, string path)
        {
            var full = ResolveNew(owner, path, parameter);
            return System.IO.File.Exists(full) || System.IO.Directory.Exists(full) ? new[] { full } : throw NotFound(path, full, parameter);
        }

        IEnumerable<string> ResolvePattern(PSCmdlet owner, string path)
        {
            try
            {
                var found = owner.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out var provider);
                RequireFileSystem(provider, path, parameter);
                return found.Count > 0 ? found : throw NotFound(path, path, parameter);
            }
            catch (Exception missing) when (missing is ItemNotFoundException or System.Management.Automation.DriveNotFoundException)
            {
                throw NotFound(path, owner.SessionState.Path.CurrentLocation.Path, parameter, missing);
            }
        }
    }

    /// <summary>Returns the full path of an item that need not exist. Call it on the pipeline thread.</summary>
    public static string ResolveNew(PSCmdlet command, string path, string parameter)
    {
        try
        {
            var full = command.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            RequireFileSystem(provider, path, parameter);
            return full;
        }
        catch (Exception missing) when (missing is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            throw NotFound(path, path, parameter, missing);
        }
    }

    private static void RequireFileSystem(ProviderInfo provider, string path, string parameter)
    {
        if (provider.ImplementingType != typeof(FileSystemProvider))
        {
            throw new EcsToolsException(
                ErrorCodes.NotAFileSystemPath,
                $"-{parameter} '{path}' is a path of the {provider.Name} provider.",
                "Use a file or folder of the file system.",
                parameter,
                path);
        }
    }

    private static EcsToolsException NotFound(string path, string where, string parameter, Exception? inner = null)
        => new(
            ErrorCodes.PathNotFound,
            where == path ? $"-{parameter} '{path}' does not exist." : $"-{parameter} '{path}' does not exist ({where}).",
            "Check the path; a relative one starts at the current location (Get-Location).",
            parameter,
            path,
            inner);
}
