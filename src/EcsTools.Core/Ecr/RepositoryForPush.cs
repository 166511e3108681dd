using System;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECR.Model;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Ecr;

/// <summary>
/// The repository of one push. If the push creates it and then fails or is cancelled, it is removed again while it has no image. Otherwise each
/// attempt that fails would leave an empty repository, of which nobody knows later whether it is needed.
/// </summary>
/// <param name="connection">The account and region.</param>
/// <param name="name">Name of the repository.</param>
/// <param name="activity">Title of the progress reports.</param>
/// <param name="progress">Receives what becomes of the repository; may be null.</param>
internal sealed class RepositoryForPush(AwsConnection connection, string name, string activity, IProgress<OperationProgress>? progress)
{
    // Long enough for one call, and short enough for somebody who has pressed Ctrl+C.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    // True from the moment when it is created: a call that is cancelled may have created it.
    private bool _isOurs;

    /// <summary>Returns the repository, and creates it if it does not exist.</summary>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<EcrRepository> EnsureAsync(CancellationToken cancellationToken)
    {
        var repository = await new EcrRepositories(connection).EnsureAsync(name, isOurs => _isOurs = isOurs, cancellationToken).ConfigureAwait(false);
        if (repository.Change == ChangeStatus.Created)
        {
            progress?.Report(new OperationProgress(activity, $"Created the repository {name}.", Level: ProgressLevel.Verbose));
        }

        return repository;
    }

    /// <summary>Runs the push. If it does not complete, removes the repository that it created.</summary>
    /// <param name="push">The push, which calls <see cref="EnsureAsync"/>.</param>
    public async Task<T> RunAsync<T>(Func<Task<T>> push)
    {
        try
        {
            return await push().ConfigureAwait(false);
        }
        catch when (_isOurs)
        {
            await RemoveAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task RemoveAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            // Without Force, ECR refuses if the repository has an image, whoever pushed it.
            await connection.Ecr.DeleteRepositoryAsync(new DeleteRepositoryRequest { RepositoryName = name }, limit.Token).ConfigureAwait(false);
            Tell($"The push did not complete. It had created the repository '{name}', which had no image yet and was removed.");
        }
        catch (Exception nothingToDo) when (nothingToDo is RepositoryNotFoundException or RepositoryNotEmptyException)
        {
            // ECR had not created it yet, or it has an image.
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // It must not hide why the push failed.
            connection.Changes.Settle();
            Tell($"The push did not complete. It had created the repository '{name}', which has no image and could not be removed: "
                + $"{problem.Message.TrimEnd('.')}. To remove it: aws ecr delete-repository --repository-name {name} --region {connection.Region}");
        }
    }

    private void Tell(string text) => progress?.Report(new OperationProgress(activity, text, Level: ProgressLevel.Leftover));
}
