using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.State;

/// <summary>
/// Keeps the state of each service in a JSON file. A change is written at most a second later, to a new file that then replaces the old
/// one. Only one sandbox at a time can have the folder.
/// </summary>
internal sealed class StateStore : IDisposable
{
    private readonly string _folder;
    private readonly FileStream _lock;
    private readonly HashSet<SandboxService> _dirty = new();
    private readonly SemaphoreSlim _writing = new(1, 1);

    private StateStore(string folder, FileStream claim)
    {
        _folder = folder;
        _lock = claim;
    }

    /// <summary>Claims the folder. Creates it if it does not exist.</summary>
    /// <exception cref="InvalidOperationException">Another sandbox has it, or it cannot be written.</exception>
    public static StateStore Open(string dataPath)
    {
        var folder = Path.Combine(dataPath, "state");
        try
        {
            Create(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"DataPath '{dataPath}' cannot be made: {e.Message} Choose a folder you may write to.", e);
        }

        try
        {
            var claim = new FileStream(
                Path.Combine(dataPath, "sandbox.lock"),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None,
                bufferSize: 1,
                FileOptions.DeleteOnClose);
            return new StateStore(folder, claim);
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
            JsonUnfolding.Unfold(state);
            return state;
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or ArgumentException)
        {
            throw new InvalidOperationException($"The state file '{path}' is damaged: {e.Message} Move it away to start without it.", e);
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

            await FlushAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Writes the changes. A service whose file cannot be written now is tried again the next time.</summary>
    public async Task FlushAsync()
    {
        SandboxService[] changed;
        lock (_dirty)
        {
            changed = new SandboxService[_dirty.Count];
            _dirty.CopyTo(changed);
            _dirty.Clear();
        }

        await _writing.WaitAsync().ConfigureAwait(false);
        try
        {
            foreach (var service in changed)
            {
                try
                {
                    if (service.Save() is { } state)
                    {
                        Write(service.Package, state);
                    }
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    NoteChange(service);
                }
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Write(string name, JsonNode state)
    {
        var path = FileOf(name);
        var beside = path + ".new";
        File.WriteAllBytes(beside, JsonText.ToBytes(state));
        if (File.Exists(path))
        {
            File.Replace(beside, path, null);
        }
        else
        {
            File.Move(beside, path);
        }
    }

    public void Dispose()
    {
        _lock.Dispose();
        _writing.Dispose();
    }

    // The files hold secrets of the sandbox's users, so only the owner may read the folder.
    private static void Create(string folder)
    {
#if NETSTANDARD2_0
        Directory.CreateDirectory(folder);
#else
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
#endif
    }

    private string FileOf(string name) => Path.Combine(_folder, name + ".json");
}
