using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Images.Archives;

/// <summary>Begins an archive of a folder or file of a layer.</summary>
/// <param name="path">Its name in the layer.</param>
/// <param name="cancellationToken">Cancels the request.</param>
/// <returns>The archive, and what is disposed after it; null if the engine refuses one more.</returns>
internal delegate Task<(Stream Archive, IDisposable Owned)?> OpenLayerFolder(string path, CancellationToken cancellationToken);

/// <summary>The archives of a <see cref="LayerReadPlan"/> beside the first one. Each is begun before it is needed, and is closed after its last file.</summary>
internal sealed class FurtherArchives : IDisposable
{
    private readonly LayerReadPlan _plan;
    private readonly OpenLayerFolder _open;
    private readonly CancellationToken _cancellationToken;
    private readonly FolderArchive?[] _archives;
    private Task<(Stream Archive, IDisposable Owned)?>? _coming;
    private FolderArchive? _finished;
    private int _begun;
    private bool _isRefused;

    /// <param name="plan">Which archives there are.</param>
    /// <param name="open">Begins one.</param>
    /// <param name="cancellationToken">Ends a request or read that waits.</param>
    public FurtherArchives(LayerReadPlan plan, OpenLayerFolder open, CancellationToken cancellationToken)
    {
        _plan = plan;
        _open = open;
        _cancellationToken = cancellationToken;
        _archives = new FolderArchive?[plan.Folders.Count];
        _coming = open(plan.Folders[0], cancellationToken);
    }

    /// <summary>The archive that gives a file; null if the first one does.</summary>
    /// <exception cref="MalformedContentException">The engine does not send it.</exception>
    public FolderArchive? Find(string name)
    {
        Finish();
        if (NumberOf(name) is not { } number || number == 0)
        {
            return null;
        }

        var archive = _archives[number - 1] ?? Begin();
        _finished = _plan.IsLast(name) ? archive : null;
        return archive;
    }

    /// <summary>
    /// Whether no other archive than this one gives an entry that it passes. An entry that is no file of the layer with content can be the target of a link.
    /// </summary>
    /// <param name="archive">The archive; null for the first one.</param>
    /// <param name="name">The name of the entry in the layer.</param>
    public bool Gives(FolderArchive? archive, string name)
        => NumberOf(name) is not { } number || (number == 0 ? archive is null : archive is not null && _archives[number - 1] == archive);

    public void Dispose()
    {
        foreach (var archive in _archives)
        {
            archive?.Dispose();
        }

        try
        {
            if (_coming?.GetAwaiter().GetResult() is { } coming)
            {
                coming.Archive.Dispose();
                coming.Owned.Dispose();
            }
        }
        catch (Exception e) when (e is MalformedContentException or OperationCanceledException)
        {
            // Nobody needed it any more.
        }
    }

    private int? NumberOf(string name)
        => _plan.ArchiveOf(name) is not { } number ? null : number > _begun && _isRefused ? 0 : number;

    /// <summary>Takes the archive that was requested, and requests the next one.</summary>
    private FolderArchive? Begin()
    {
        var coming = _coming!.GetAwaiter().GetResult();
        _coming = null;
        if (coming is not { } begun)
        {
            // The first archive gives what this one and the later ones would have given: it has not passed them yet.
            _isRefused = true;
            return null;
        }

        var folder = _plan.Folders[_begun];
        var parent = folder.Substring(0, folder.LastIndexOf('/') + 1);
        var archive = _archives[_begun++] = new FolderArchive(begun.Archive, "", parent, begun.Owned, _cancellationToken);
        _coming = _begun < _archives.Length ? _open(_plan.Folders[_begun], _cancellationToken) : null;
        return archive;
    }

    /// <summary>Closes the archive whose last file was read. Its container serves the next one.</summary>
    private void Finish()
    {
        if (_finished is { } finished)
        {
            finished.Dispose();
            _archives[Array.IndexOf(_archives, finished)] = null;
            _finished = null;
        }
    }
}
