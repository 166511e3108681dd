using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.State;

/// <summary>
/// Keeps the state of each service in a JSON file, written to a new file that then replaces the old one. A request that changes something is answered after
/// the change is written; requests that wait at the same time share one write. Other changes, such as the end of a task, are written twice a second. Only one
/// sandbox at a time can have the folder.
/// </summary>
internal sealed class StateStore : IDisposable
{
    private readonly string _folder;
    private readonly FileStream _lock;
    private readonly HashSet<SandboxService> _dirty = new();
    private readonly SemaphoreSlim _writing = new(1, 1);
    private Task? _next;

    private StateStore(string folder, FileStream claim)
    {
        _folder = folder;
        _lock = claim;
    }

    /// <summary>Called before changes are written, to write what goes with them.</summary>
    public Action? Writing { get; set; }

    /// <summary>Claims the folder. Creates it if it does not exist.</summary>
    /// <exception cref="InvalidOperationException">Another sandbox has it, or it cannot be written.</exception>
    public static StateStore Open(string dataPath)
    {
        var folder = Path.Combine(dataPath, "state");
        try
        {
            // The data folder itself may be the user's, with other things in it. If it does not exist, it is private too.
            if (!Directory.Exists(dataPath))
            {
                PrivateFiles.CreateFolder(dataPath);
            }

            PrivateFiles.CreateFolder(folder);
            PrivateFiles.RestrictAll(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"DataPath '{dataPath}' cannot be made: {e.Message} Choose a folder you may write to.", e);
        }

        try
        {
            // The file stays: if it were deleted, two sandboxes could lock two files of its name.
            return new StateStore(folder, PrivateFiles.Open(Path.Combine(dataPath, "sandbox.lock"), FileMode.OpenOrCreate, FileShare.None));
        }
        catch (IOException e)
        {
            throw new InvalidOperationException(
                $"DataPath '{dataPath}' is in use by another sandbox. Stop that one first, or choose another folder.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InvalidOperationException($"DataPath '{dataPath}' cannot be written: {e.Message}", e);
        }
    }

    /// <summary>The state saved under <paramref name="name"/>, or null.</summary>
    /// <exception cref="InvalidOperationException">The file is damaged.</exception>
    public JsonNode? Read(string name)
    {
        var path = FileOf(name);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var state = JsonNode.Parse(File.ReadAllText(path));
            JsonNodeMaterializer.Materialize(state);
            return state;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // The message of .NET counts lines and columns from 0.
            var why = e is JsonException { LineNumber: { } line, BytePositionInLine: { } column }
                ? FormattableString.Invariant($"it is not JSON at line {line + 1}, column {column + 1}.") : e.Message;
            throw new InvalidOperationException($"The state file '{path}' is damaged: {why} Move it away to start without it.", e);
        }
    }

    public void NoteChange(SandboxService service)
    {
        lock (_dirty)
        {
            _dirty.Add(service);
        }
    }

    /// <summary>Writes the changes twice a second, until cancelled.</summary>
    public async Task FlushRegularlyAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(0.5), cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            try
            {
                await CommitAsync().ConfigureAwait(false);
            }
            catch (IOException)
            {
                // What could not be written is tried again the next time. A request that waited for it was told.
            }
        }
    }

    /// <summary>Writes all changes made so far. Whoever comes while another write runs waits for the next one, together with all others.</summary>
    /// <exception cref="IOException">A service could not be written. It is tried again with the next write.</exception>
    public Task CommitAsync()
    {
        lock (_dirty)
        {
            return _next ??= Task.Run(WriteNextAsync);
        }
    }

    private async Task WriteNextAsync()
    {
        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            SandboxService[] changed;
            lock (_dirty)
            {
                // A change that comes from now on may not be in this write.
                _next = null;
                changed = new SandboxService[_dirty.Count];
                _dirty.CopyTo(changed);
                _dirty.Clear();
            }

            Write(changed);
        }
        finally
        {
            _writing.Release();
        }
    }

    private void Write(SandboxService[] changed)
    {
        var failure = changed.Length > 0 && Writing is { } before ? Try(before) : null;
        foreach (var service in changed)
        {
            if (Try(() => Write(service)) is { } problem)
            {
                NoteChange(service);
                failure = problem;
            }
        }

        if (failure is not null)
        {
            throw new IOException($"The sandbox cannot write its state: {failure.Message}", failure);
        }
    }

    private void Write(SandboxService service)
    {
        if (service.Save() is { } state)
        {
            Write(service.Package, state);
            service.Saved();
        }
    }

    private static Exception? Try(Action write)
    {
        try
        {
            write();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e;
        }
    }

    public void Write(string name, JsonNode state) => PrivateFiles.Replace(FileOf(name), JsonText.ToBytes(state));

    public void Dispose()
    {
        _lock.Dispose();
        _writing.Dispose();
    }

    private string FileOf(string name) => Path.Combine(_folder, name + ".json");
}
