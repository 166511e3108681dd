using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Errors;

namespace EcsTools.Pipeline;

/// <summary>
/// A command with asynchronous steps. Each step runs on the thread pool, and a <see cref="CommandPipeline"/> carries what it writes to the
/// pipeline thread. A step has always ended before PowerShell gets its thread back, so nothing is left running.
/// </summary>
public abstract class AsyncCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private HashSet<string>? _givenOnCommandLine;
    private bool _disposed;

    /// <summary>The pipeline of the step that runs now. What lives longer than a step writes here.</summary>
    private protected CommandPipeline? Current { get; private set; }

    /// <summary>Runs once, before the first record.</summary>
    /// <param name="pipeline">Where the command writes and asks.</param>
    /// <param name="cancellationToken">Cancelled on Ctrl+C and when the pipeline needs no more.</param>
    protected virtual Task BeginProcessingAsync(CommandPipeline pipeline, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs for each record, one after the other.</summary>
    /// <param name="pipeline">Where the command writes and asks.</param>
    /// <param name="cancellationToken">Cancelled on Ctrl+C and when the pipeline needs no more.</param>
    protected virtual Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs once, after the last record.</summary>
    /// <param name="pipeline">Where the command writes and asks.</param>
    /// <param name="cancellationToken">Cancelled on Ctrl+C and when the pipeline needs no more.</param>
    protected virtual Task EndProcessingAsync(CommandPipeline pipeline, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected sealed override void BeginProcessing()
    {
        // What is bound by now came from the command line and applies to every record.
        _givenOnCommandLine = new HashSet<string>(MyInvocation.BoundParameters.Keys, StringComparer.OrdinalIgnoreCase);
        foreach (var bound in MyInvocation.BoundParameters)
        {
            BoundLists.RefuseNull(this, bound.Key, bound.Value);
        }

        Run(BeginProcessingAsync, holdsForAllRecords: true);
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        foreach (var bound in MyInvocation.BoundParameters.Where(bound => !IsGivenOnCommandLine(bound.Key)).ToList())
        {
            BoundLists.DropEmpty(this, bound.Key, bound.Value);
        }

        Run(ProcessRecordAsync, holdsForAllRecords: false);
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Run(EndProcessingAsync, holdsForAllRecords: false);

    /// <inheritdoc/>
    protected sealed override void StopProcessing()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It was stopped at the moment when it ended by itself.
        }
    }

    /// <summary>Whether a parameter was given, on the command line or from the pipeline.</summary>
    /// <param name="parameter">The parameter's name, without its dash.</param>
    protected bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>Releases what the command holds. PowerShell calls this at the end of the pipeline, even if it was stopped.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!_disposed && disposing)
        {
            _disposed = true;
            _stop.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Whether an error would be the same for every record, so that it makes no sense to continue.</summary>
    /// <param name="error">The error.</param>
    private protected virtual bool HoldsForAllRecords(ErrorRecord error)
        => (error.Exception is EcsToolsException unasked && unasked.Is(ErrorCodes.ConfirmationNeeded))
            || (error.Exception is EcsToolsException { Kind: ErrorKind.InvalidArgument, Parameter: { } parameter } && IsGivenOnCommandLine(parameter));

    private protected bool IsGivenOnCommandLine(string parameter) => _givenOnCommandLine?.Contains(parameter) ?? false;

    private void Run(Func<CommandPipeline, CancellationToken, Task> step, bool holdsForAllRecords)
    {
        using var pipeline = new CommandPipeline(this, _stop);
        Current = pipeline;
        var failure = pipeline.Pump(step);
        if (failure is null)
        {
            return;
        }

        if (_stop.IsCancellationRequested && failure is OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }

        var record = ErrorCatalogue.ToRecord(failure);
        if (holdsForAllRecords || HoldsForAllRecords(record))
        {
            ThrowTerminatingError(record);
        }

        WriteError(record);
    }
}
