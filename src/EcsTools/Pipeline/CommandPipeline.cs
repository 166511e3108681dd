using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Errors;

namespace EcsTools.Pipeline;

/// <summary>
/// Lets a command write and ask from any thread. One loop on the pipeline thread carries out the requests in the order in which they
/// arrived. When the pipeline needs no more, every member throws <see cref="OperationCanceledException"/>.
/// </summary>
public sealed class CommandPipeline : IDisposable
{
    internal const string WithoutQuestion = "Run it with -Confirm:$false to answer yes, or with -WhatIf to see what it would do.";

    // A producer that is this far ahead of the pipeline must wait. Otherwise following a busy log would use more and more memory.
    private const int Ahead = 256;

    private readonly PSCmdlet _command;
    private readonly PSHost? _host;
    private readonly CancellationTokenSource _stop;
    private readonly BlockingCollection<Action> _queue = new(Ahead);
    private readonly ProgressReporter _progress;
    private volatile bool _ended;

    internal CommandPipeline(PSCmdlet command, CancellationTokenSource stop)
    {
        _command = command;
        _host = command.Host;
        _stop = stop;
        _progress = new ProgressReporter(
            record => TryPost(() => _command.WriteProgress(record)),
            record => Post(() => _command.WriteProgress(record)),
            WriteVerbose,
            WriteWarning,
            WriteLeftover);
    }

    /// <summary>Receives the reports of Core's operations: progress, verbose lines and warnings.</summary>
    public IProgress<OperationProgress> Progress => _progress;

    /// <summary>Writes an object to the output.</summary>
    /// <param name="value">The object.</param>
    /// <param name="enumerateCollection">Whether to write the items of a collection one by one.</param>
    public void WriteObject(object? value, bool enumerateCollection = false) => Post(() => _command.WriteObject(value, enumerateCollection));

    /// <summary>Writes a non-terminating error, as the error catalogue describes it.</summary>
    /// <param name="exception">What went wrong.</param>
    /// <param name="target">The record at fault, if the exception names none.</param>
    public void WriteError(Exception exception, object? target = null)
    {
        var record = ErrorCatalogue.ToRecord(exception, target);
        Post(() => _command.WriteError(record));
    }

    /// <summary>Writes a line to the verbose stream.</summary>
    /// <param name="text">The line. Never a secret.</param>
    public void WriteVerbose(string text) => Post(() => _command.WriteVerbose(text));

    /// <summary>Writes a line to the warning stream.</summary>
    /// <param name="text">The line. Never a secret.</param>
    public void WriteWarning(string text) => Post(() => _command.WriteWarning(text));

    /// <summary>
    /// Tells what a command that ends early has done or leaves behind: on the warning stream, or on the screen if a stop has closed the streams.
    /// </summary>
    /// <param name="text">The line. Never a secret.</param>
    public void WriteLeftover(string text)
    {
        if (!_stop.IsCancellationRequested)
        {
            WriteWarning(text);
            return;
        }

        try
        {
            _host?.UI?.WriteWarningLine(text);
        }
        catch (Exception problem) when (HostFaults.IsLack(problem))
        {
            // A host without a screen: nobody pressed Ctrl+C there.
        }
    }

    /// <summary>Writes a line to the debug stream.</summary>
    /// <param name="text">The line. Never a secret.</param>
    public void WriteDebug(string text) => Post(() => _command.WriteDebug(text));

    /// <summary>Shows a line to a person, as Write-Host does: on the information stream and on the screen.</summary>
    /// <param name="text">The line. Never a secret.</param>
    /// <param name="color">The colour of the line; null for the host's own.</param>
    public void WriteHost(string text, ConsoleColor? color = null)
    {
        var message = new HostInformationMessage { Message = text, ForegroundColor = color };
        Post(() => _command.WriteInformation(message, new[] { "PSHOST" }));
    }

    /// <summary>Asks whether to make a change, following <c>-WhatIf</c> and <c>-Confirm</c>.</summary>
    /// <param name="target">What would be changed.</param>
    /// <param name="action">What would be done to it, such as <c>Create cluster</c>.</param>
    public Task<bool> ShouldProcessAsync(string target, string action) => AskAsync(() => _command.ShouldProcess(target, action), WithoutQuestion);

    /// <summary>
    /// Asks whether to carry out a plan, following <c>-WhatIf</c>, <c>-Confirm</c> and <c>-AsPlan</c>. A plan without changes needs no answer: the command then
    /// reads and emits what is there, also with <c>-WhatIf</c>. With <c>-AsPlan</c> the plan is emitted, and the answer is no.
    /// </summary>
    /// <param name="plan">The plan.</param>
    public async Task<bool> ShouldProcessAsync(EcsPlan plan)
    {
        if (_command is IPlannedCommand { AsPlan.IsPresent: true })
        {
            if (plan.HasChanges)
            {
                WriteObject(plan.ToSteps(), enumerateCollection: true);
            }

            return false;
        }

        var asks = plan.HasChanges || plan.AlwaysAsks;
        return !asks
            || await AskAsync(() => _command.ShouldProcess(plan.ToString(), plan.ToQuestion(), plan.Caption), WithoutQuestion).ConfigureAwait(false);
    }

    /// <summary>
    /// Whether the command only shows its plan, with <c>-WhatIf</c> or <c>-AsPlan</c>. Only then a plan looks for the image of an earlier build of a folder.
    /// Otherwise the build looks for it, which reads the folder too.
    /// </summary>
    public async Task<bool> IsOnlyPlannedAsync() => _command is IPlannedCommand { AsPlan.IsPresent: true }
        || await InvokeAsync(() => LanguagePrimitives.IsTrue(_command.MyInvocation.BoundParameters.TryGetValue("WhatIf", out var said)
            ? said : _command.SessionState.PSVariable.GetValue("WhatIfPreference"))).ConfigureAwait(false);

    /// <summary>Asks a question that does not depend on the preferences of the session.</summary>
    /// <param name="question">The question.</param>
    /// <param name="caption">The caption above the question.</param>
    /// <param name="remedy">What to do if nobody can answer.</param>
    public Task<bool> ShouldContinueAsync(string question, string caption, string remedy)
        => AskAsync(() => _command.ShouldContinue(question, caption), remedy);

    /// <summary>Resolves paths of existing files and folders.</summary>
    /// <param name="paths">The paths, relative to the current location of the session.</param>
    /// <param name="literal">True for the values of <c>-LiteralPath</c>, in which wildcards have no meaning.</param>
    /// <returns>Full paths in the file system, at least one for each given path.</returns>
    /// <exception cref="EcsToolsException">A path matches nothing, or is not a file system path.</exception>
    public Task<IReadOnlyList<string>> ResolvePathsAsync(IReadOnlyList<string> paths, bool literal = false)
        => InvokeAsync(() => ProviderPath.Resolve(_command, paths, literal));

    /// <summary>Returns the full path of a file or folder that need not exist yet.</summary>
    /// <param name="path">The path, relative to the current location of the session.</param>
    /// <param name="parameter">The parameter's name, for the error.</param>
    /// <exception cref="EcsToolsException">The path is not a file system path.</exception>
    public Task<string> ResolveNewPathAsync(string path, string parameter = "Path")
        => InvokeAsync(() => ProviderPath.ResolveNew(_command, path, parameter));

    /// <summary>Runs a function on the pipeline thread, where session state may be used, and returns its result.</summary>
    /// <param name="function">The function.</param>
    /// <typeparam name="T">The type of its result.</typeparam>
    public Task<T> InvokeAsync<T>(Func<T> function)
    {
        // Asynchronous continuations: code that awaits must not continue on the pipeline thread.
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var registration = _stop.Token.Register(() => result.TrySetCanceled());
        Post(() =>
        {
            using (registration)
            {
                Answer(function, result);
            }
        });
        return result.Task;
    }

    /// <summary>Releases the queue.</summary>
    public void Dispose() => _queue.Dispose();

    /// <summary>
    /// Runs a step to its end and carries out what it posts. If that throws (the pipeline is stopped, an error preference says stop, or the
    /// next command wants no more), the step is cancelled and awaited, the queue is drained, and the exception is rethrown.
    /// </summary>
    /// <returns>The exception of the step, or null.</returns>
    internal Exception? Pump(Func<CommandPipeline, CancellationToken, Task> step)
    {
        var running = Task.Run(() => step(this, _stop.Token));
        _ = running.ContinueWith(_ => End(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        ExceptionDispatchInfo? thrown = null;
        foreach (var action in _queue.GetConsumingEnumerable())
        {
            if (thrown is null)
            {
                thrown = TryCarryOut(action);
            }
        }

        var failure = Await(running);
        thrown ??= CompleteProgress();
        thrown?.Throw();
        return failure;
    }

    /// <summary>Asks the question. If nobody can answer, throws an error that says what to do.</summary>
    private Task<bool> AskAsync(Func<bool> ask, string remedy) => InvokeAsync(() =>
    {
        try
        {
            return ask();
        }
        catch (Exception closed) when (HostFaults.IsLack(closed) || closed is PSInvalidOperationException or NullReferenceException)
        {
            // Each host says in its own way that it cannot ask: one without prompts does not implement the question, and the console host
            // fails with a null reference when its input is closed.
            var why = closed is NullReferenceException ? "the input is closed." : closed.Message;
            var message = $"{_command.MyInvocation.MyCommand.Name} asks for confirmation, and nobody can answer here: {why}";
            throw new EcsToolsException(ErrorCodes.ConfirmationNeeded, message, remedy, "Confirm", inner: closed);
        }
    });

    private static Exception? Await(Task running)
    {
        try
        {
            running.GetAwaiter().GetResult();
            return null;
        }
#pragma warning disable CA1031 // The caller turns it into an error record.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return failure;
        }
    }

    private static void Answer<T>(Func<T> function, TaskCompletionSource<T> result)
    {
        try
        {
            result.TrySetResult(function());
        }
        catch (Exception stop) when (stop is PipelineStoppedException or ActionPreferenceStopException or FlowControlException)
        {
            // The pipeline stops, or the user answered a question with "halt". The step ends, and the loop rethrows the stop.
            result.TrySetCanceled();
            throw;
        }
#pragma warning disable CA1031 // It belongs to the one who asked.
        catch (Exception problem)
#pragma warning restore CA1031
        {
            result.TrySetException(problem);
        }
    }

    private ExceptionDispatchInfo? TryCarryOut(Action action)
    {
        try
        {
            action();
            return null;
        }
#pragma warning disable CA1031 // It is rethrown once the step has ended.
        catch (Exception stop)
#pragma warning restore CA1031
        {
            _ended = true;
            _stop.Cancel();
            return ExceptionDispatchInfo.Capture(stop);
        }
    }

    private ExceptionDispatchInfo? CompleteProgress()
    {
        foreach (var record in _progress.Open())
        {
            var thrown = TryCarryOut(() => _command.WriteProgress(record));
            if (thrown is not null)
            {
                return thrown;
            }
        }

        return null;
    }

    private void End()
    {
        _ended = true;
        _queue.CompleteAdding();
    }

    private void Post(Action action)
    {
        if (_ended)
        {
            throw new OperationCanceledException(_stop.Token);
        }

        try
        {
            _queue.Add(action, _stop.Token);
        }
        catch (Exception ended) when (ended is InvalidOperationException)
        {
            throw new OperationCanceledException("The command has ended.", ended);
        }
    }

    /// <summary>Posts something that may be dropped when the pipeline is busy.</summary>
    private void TryPost(Action action)
    {
        try
        {
            if (!_ended)
            {
                _queue.TryAdd(action);
            }
        }
        catch (InvalidOperationException)
        {
            // The step ended at this moment, so there is nothing to show any more.
        }
    }
}
