using System;
using System.Threading;

namespace EcsTools.Images.Push;

/// <summary>Counts what a push does and reports it as progress, with one progress bar for each layer.</summary>
internal sealed class PushReport
{
    private readonly string _activity;
    private readonly IProgress<OperationProgress>? _progress;
    private int _sent;
    private int _present;
    private int _mounted;
    private long _bytesSent;

    public PushReport(string activity, IProgress<OperationProgress>? progress)
    {
        _activity = activity;
        _progress = progress;
    }

    public int Sent => Volatile.Read(ref _sent);

    public int Present => Volatile.Read(ref _present);

    public int Mounted => Volatile.Read(ref _mounted);

    public long BytesSent => Interlocked.Read(ref _bytesSent);

    public void NotePresent(string digest)
    {
        Interlocked.Increment(ref _present);
        _progress?.Report(new OperationProgress(_activity, $"{digest}: already in the registry", Level: ProgressLevel.Verbose));
    }

    public void NoteMounted(string item, string repository)
    {
        Interlocked.Increment(ref _mounted);
        _progress?.Report(new OperationProgress(_activity, $"{item} mounted from {repository}", 100, item, Completed: true));
        _progress?.Report(new OperationProgress(_activity, $"{item}: mounted from {repository}", Level: ProgressLevel.Verbose));
    }

    public void NoteProgress(string item, long bytes, long total)
    {
        var percent = total <= 0 ? (int?)null : (int)Math.Min(100, bytes * 100 / total);
        var of = total < 0 ? "" : $" of {ByteSize.Format(total)}";
        _progress?.Report(new OperationProgress(_activity, $"{item} {ByteSize.Format(bytes)}{of}", percent, item));
    }

    public void NoteSent(string item, long size)
    {
        Interlocked.Increment(ref _sent);
        Interlocked.Add(ref _bytesSent, size);
        _progress?.Report(new OperationProgress(_activity, $"{item} sent, {ByteSize.Format(size)}", 100, item, Completed: true));
        _progress?.Report(new OperationProgress(_activity, $"{item}: sent, {ByteSize.Format(size)}", Level: ProgressLevel.Verbose));
    }
}
