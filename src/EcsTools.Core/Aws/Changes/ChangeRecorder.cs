using System;
using System.Threading.Tasks;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace EcsTools.Aws.Changes;

/// <summary>
/// Records what the calls of a connection change. It comes before the retries, so each call is recorded once, with its end.
/// </summary>
internal sealed class ChangeRecorder(ChangeJournal journal, UndoLines undo) : PipelineHandler
{
    /// <inheritdoc/>
    public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
    {
        var call = executionContext.RequestContext;
        var request = call.OriginalRequest;
        if (ChangeCatalogue.IsReading(request.GetType()))
        {
            return await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
        }

        call.CancellationToken.ThrowIfCancellationRequested();
        try
        {
            var answer = await base.InvokeAsync<T>(executionContext).ConfigureAwait(false);
            Record(request, answer, isCertain: true);
            return answer;
        }
        catch (Exception problem) when (!IsRefusal(problem))
        {
            Record(request, null, isCertain: false);
            throw;
        }
    }

    private void Record(AmazonWebServiceRequest request, AmazonWebServiceResponse? answer, bool isCertain)
    {
        if (ChangeCatalogue.Of(request, answer, undo) is { } change)
        {
            journal.Add(change, isCertain);
        }
    }

    /// <summary>Whether AWS has answered that it did not do it, or the request was never sent. Otherwise only AWS knows.</summary>
    private static bool IsRefusal(Exception problem)
        => problem is EcsToolsException or AmazonClientException { InnerException: null }
            || (problem is AmazonServiceException refused && (int)refused.StatusCode is >= 400 and < 500);
}
