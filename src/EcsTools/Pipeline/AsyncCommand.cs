using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Errors;
using EcsTools.Pipeline.Input;

namespace EcsTools.Pipeline;

/// <summary>
/// A command with asynchronous steps. Each step runs on the thread pool, and a <see cref="CommandPipeline"/> carries what it writes to the
/// pipeline thread. A step has always ended before PowerShell gets its thread back, so nothing is left running.
/// </summary>
public abstract class AsyncCommand : PSCmdlet, IDynamicParameters, IDisposable
{
    /// <summary>Number of things that a call may stop or disable without a question.</summary>
    private protected const int FewThings = 10;

    private readonly CancellationTokenSource _stop = new();
    private HashSet<string>? _givenOnCommandLine;
    private PipelineInput? _input;
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
        // What is bound by now came from the command line and applies to every record, unless it is a script block that runs for each.
        var given = MyInvocation.BoundParameters.Where(bound => !PipelineInput.IsScriptBlock(bound.Value)).Select(bound => bound.Key);
        _givenOnCommandLine = new HashSet<string>(given, StringComparer.OrdinalIgnoreCase);
        _input?.Begin(_givenOnCommandLine);
        foreach (var bound in MyInvocation.BoundParameters)
        {
            NullArguments.Refuse(this, bound.Key, bound.Value);
        }

        Run(BeginProcessingAsync, holdsForAllRecords: true);
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        foreach (var bound in MyInvocation.BoundParameters.Where(bound => !IsGivenOnCommandLine(bound.Key)).ToList())
        {
            NullArguments.DropEmpty(this, bound.Key, bound.Value);
        }

        try
        {
            _input?.Check();
        }
        catch (EcsToolsException refused)
        {
            WriteError(ErrorCatalogue.ToRecord(refused));
            return;
        }

        Run(ProcessRecordAsync, holdsForAllRecords: false);
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        // A command that takes no input does nothing in a pipeline: its input was refused, or there was none.
        if (_input is null or { IsTaken: true })
        {
            Run(EndProcessingAsync, holdsForAllRecords: false);
        }
    }

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

    /// <summary>In a pipeline, the parameter through which the command sees what comes to it. Otherwise null.</summary>
    public object? GetDynamicParameters()
    {
        _input = MyInvocation is { ExpectingInput: true } ? new PipelineInput(this) : null;
        return _input?.Parameters();
    }

    /// <summary>
    /// Does the work for each item of a record. An error ends the work for its item only, unless it would be the same for all of them.
    /// </summary>
    /// <param name="pipeline">The command's pipeline.</param>
    /// <param name="parameter">The parameter that holds the items. If there are several, an error about it is about one item.</param>
    /// <param name="items">The items, such as names.</param>
    /// <param name="work">The work.</param>
    /// <typeparam name="T">Type of the items.</typeparam>
    private protected async Task ForEachAsync<T>(CommandPipeline pipeline, string parameter, IReadOnlyCollection<T> items, Func<T, Task> work)
    {
        bool EndsAll(Exception problem)
            => _stop.IsCancellationRequested
                || (HoldsForAllRecords(ErrorCatalogue.ToRecord(problem)) && !(items.Count > 1 && (problem as EcsToolsException)?.Parameter == parameter));

        foreach (var item in items)
        {
            try
            {
                await ToItsEndAsync(pipeline, () => work(item)).ConfigureAwait(false);
            }
            catch (Exception problem) when (!EndsAll(problem))
            {
                pipeline.WriteError(problem, item);
            }
        }
    }

    /// <summary>
    /// Asks once before a call stops or disables many things. Not if -Confirm was given, which has answered or asked for each of them, and not if
    /// $ConfirmPreference is None.
    /// </summary>
    /// <param name="pipeline">The command's pipeline.</param>
    /// <param name="question">The question, with the number of things.</param>
    /// <param name="caption">The caption above the question.</param>
    private protected async Task<bool> ConfirmManyAsync(CommandPipeline pipeline, string question, string caption)
    {
        var isAnswered = IsBound("Confirm") || await pipeline.InvokeAsync(
            () => $"{SessionState.PSVariable.GetValue("ConfirmPreference")}" == nameof(ConfirmImpact.None)).ConfigureAwait(false);
        return isAnswered || await pipeline.ShouldContinueAsync(question, caption, CommandPipeline.WithoutQuestion).ConfigureAwait(false);
    }

    /// <summary>
    /// Throws if the command line names one thing, and it or the current record also names another one, which the command would ignore.
    /// A record that names several is about the closest of them: a task also has a service.
    /// </summary>
    /// <param name="subjects">The parameters of which one says what the command works on, with their values.</param>
    /// <exception cref="EcsToolsException">SeveralSubjects.</exception>
    private protected void RequireOneSubject(params (string Parameter, string? Value)[] subjects)
    {
        var named = subjects.Where(subject => !string.IsNullOrWhiteSpace(subject.Value)).ToList();
        var given = named.Find(subject => IsGivenOnCommandLine(subject.Parameter));
        if (named.Count < 2 || given.Value is null)
        {
            return;
        }

        var other = named.Find(subject => subject.Parameter != given.Parameter);
        throw new EcsToolsException(
            ErrorCodes.SeveralSubjects,
            IsGivenOnCommandLine(other.Parameter)
                ? $"-{given.Parameter} '{given.Value}' and -{other.Parameter} '{other.Value}' cannot be combined."
                : $"-{given.Parameter} is '{given.Value}', and the input from the pipeline names something else: {other.Parameter} '{other.Value}'.",
            IsGivenOnCommandLine(other.Parameter)
                ? $"Use only one of -{given.Parameter} and -{other.Parameter}."
                : $"Leave out -{given.Parameter}, or run {MyInvocation.MyCommand.Name} without a pipe before it.",
            given.Parameter,
            given.Value);
    }

    /// <summary>Whether a parameter was given, on the command line or by the current record.</summary>
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
        => (error.Exception is EcsToolsException own && own.Is(ErrorCodes.ConfirmationNeeded))
            || (error.Exception is EcsToolsException { Kind: ErrorKind.InvalidArgument, Parameter: { } parameter } && IsGivenOnCommandLine(parameter));

    /// <summary>Called at the end of the work for a record or for one item of it.</summary>
    /// <param name="pipeline">The command's pipeline.</param>
    /// <param name="isComplete">False if the work was cancelled or failed.</param>
    private protected virtual void EndOfWork(CommandPipeline pipeline, bool isComplete)
    {
    }

    private protected bool IsGivenOnCommandLine(string parameter) => _givenOnCommandLine?.Contains(parameter) ?? false;

    private async Task ToItsEndAsync(CommandPipeline pipeline, Func<Task> work)
    {
        var isComplete = false;
        try
        {
            await work().ConfigureAwait(false);
            isComplete = true;
        }
        finally
        {
            EndOfWork(pipeline, isComplete);
        }
    }

    private void Run(Func<CommandPipeline, CancellationToken, Task> step, bool holdsForAllRecords)
    {
        using var pipeline = new CommandPipeline(this, _stop);
        Current = pipeline;
        var failure = pipeline.Pump((current, stopped) => ToItsEndAsync(current, () => step(current, stopped)));
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
