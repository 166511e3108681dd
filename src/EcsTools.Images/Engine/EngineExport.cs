using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Archives;

namespace EcsTools.Images.Engine;

/// <summary>
/// An engine's export of an image while it arrives. It is written to a temporary file, because it arrives only once, and layers are sent in parallel and
/// perhaps again. Each layer can be read as soon as it is identified, before all layers have arrived.
/// </summary>
internal sealed class EngineExport : IDisposable
{
    private static readonly Regex DigestInName = new("(?:^|/)([0-9a-f]{64})(?:\\.tar|\\.json)?$", RegexOptions.CultureInvariant);

    private readonly Dictionary<string, TaskCompletionSource<Place>> _places;
    private readonly string _name;
    private readonly Action<long> _progress;
    private readonly SpoolFile _spool = SpoolFile.Create();
    private readonly CancellationTokenSource _stop = new();
    private readonly object _gate = new();
    private readonly Task _copy;
    private TaskCompletionSource<bool> _grown = NewSignal();
    private bool _ended;
    private Exception? _failure;

    /// <param name="export">The engine's export. It is closed after its end.</param>
    /// <param name="name">The name of the image in messages.</param>
    /// <param name="digests">Digests to look for: the digest of the config, and the diff ids of the layers.</param>
    /// <param name="progress">Receives the number of bytes that have arrived.</param>
    public EngineExport(Stream export, string name, IEnumerable<string> digests, Action<long> progress)
    {
        _name = name;
        _progress = progress;
        _places = digests.Distinct(StringComparer.Ordinal).ToDictionary(
            digest => digest, _ => new TaskCompletionSource<Place>(TaskCreationOptions.RunContinuationsAsynchronously), StringComparer.Ordinal);
        _copy = Task.Factory.StartNew(() => Copy(export), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Completes when the place of a config or layer in the export is known.</summary>
    /// <exception cref="EcsToolsException">ImageSourceUnreadable: the export ended without it.</exception>
    public async Task<Place> FindAsync(string digest, CancellationToken cancellationToken)
    {
        var place = _places[digest].Task;
        await EitherAsync(place, cancellationToken).ConfigureAwait(false);
        return await place.ConfigureAwait(false);
    }

    /// <summary>Opens a config or layer. It may still be arriving.</summary>
    public async Task<Stream> OpenAsync(string digest, CancellationToken cancellationToken)
    {
        var place = await FindAsync(digest, cancellationToken).ConfigureAwait(false);
        var spool = _spool.Open();
        spool.Position = place.Offset;
        return new ArrivingStream(this, spool, place);
    }

    public void Dispose()
    {
        _stop.Cancel();
        try
        {
            _copy.GetAwaiter().GetResult();
        }
        finally
        {
            _spool.Dispose();
            _stop.Dispose();
        }
    }

    private static TaskCompletionSource<bool> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Copy(Stream export)
    {
        try
        {
            using var arriving = new SpoolingTarReader(export, Append, _stop.Token);
            TarIndex.Read(arriving, (name, offset, size) => Meet(arriving, name, new Place(offset, size)));
            arriving.ReadOn(long.MaxValue);
            End(null);
        }
        catch (Exception e)
        {
            End(e);
        }
    }

    /// <summary>
    /// Identifies a file of the export: by its name if the engine names it by its digest, otherwise by its digest once it has arrived completely.
    /// </summary>
    private void Meet(SpoolingTarReader arriving, string name, Place place)
    {
        var isLayer = name.EndsWith(".tar", StringComparison.Ordinal);
        if (DigestInName.Match(name) is { Success: true } match && Resolve("sha256:" + match.Groups[1].Value, place))
        {
            return;
        }

        var open = _places.Where(pair => !pair.Value.Task.IsCompleted).Select(pair => pair.Key).ToList();
        if (isLayer && open.Count == 1)
        {
            // Only one digest is left, so this file must have it. The reader verifies it.
            Resolve(open[0], place);
        }
        else
        {
            arriving.Hash(place.Size, digest => Resolve(digest, place));
        }
    }

    private bool Resolve(string digest, Place place) => _places.TryGetValue(digest, out var found) && found.TrySetResult(place);

    private void End(Exception? failure)
    {
        var error = failure as EcsToolsException ?? new EcsToolsException(
            ErrorCodes.ImageSourceUnreadable,
            $"The Docker engine's export of {_name} {(failure is null ? "does not hold what the engine says of the image" : "broke off: " + failure.Message)}.",
            "Check that nobody removes the image, then run the command again.",
            target: _name,
            inner: failure);
        foreach (var place in _places.Values)
        {
            // Observes the exception, so that it is not reported as unobserved if nobody awaits the task.
            _ = place.TrySetException(error) ? place.Task.Exception : null;
        }

        lock (_gate)
        {
            _failure = failure is null ? null : error;
            _ended = true;
            _grown.TrySetResult(true);
        }
    }

    private void Append(byte[] buffer, int count)
    {
        _spool.AppendAsync(buffer, count, _stop.Token).GetAwaiter().GetResult();
        _progress(_spool.Length);
        TaskCompletionSource<bool> grown;
        lock (_gate)
        {
            grown = _grown;
            _grown = NewSignal();
        }

        grown.TrySetResult(true);
    }

    /// <returns>The number of bytes that can be read from a position.</returns>
    private async Task<long> WaitForAsync(long position, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task grown;
            lock (_gate)
            {
                if (_spool.Length > position)
                {
                    return _spool.Length - position;
                }

                if (_failure is not null)
                {
                    throw _failure;
                }

                if (_ended)
                {
                    return 0;
                }

                grown = _grown.Task;
            }

            await EitherAsync(grown, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task EitherAsync(Task task, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(task, Task.Delay(Timeout.Infinite, waiting.Token)).ConfigureAwait(false);
        waiting.Cancel();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>The place of a file's content in the export.</summary>
    internal readonly record struct Place(long Offset, long Size);

    /// <summary>One file of the export. A read waits for bytes that have not arrived yet.</summary>
    private sealed class ArrivingStream : ForwardStream
    {
        private readonly EngineExport _export;
        private readonly Stream _spool;
        private readonly Place _place;
        private long _read;

        public ArrivingStream(EngineExport export, Stream spool, Place place)
        {
            _export = export;
            _spool = spool;
            _place = place;
        }

        public override long Position
        {
            get => _read;
            set => throw new NotSupportedException("This stream is read once, forward.");
        }

        public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            var wanted = Math.Min(count, _place.Size - _read);
            if (wanted == 0)
            {
                return 0;
            }

            var there = await _export.WaitForAsync(_place.Offset + _read, cancellationToken).ConfigureAwait(false);
            var read = await _spool.ReadAsync(buffer, offset, (int)Math.Min(wanted, there), cancellationToken).ConfigureAwait(false);
            _read += read;
            return read > 0 ? read : throw new EndOfStreamException("The engine's export ended in the middle of a layer.");
        }

        public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

        protected override void Dispose(bool disposing)
        {
            _spool.Dispose();
            base.Dispose(disposing);
        }
    }
}
