using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Aws;

/// <summary>
/// Makes calls that a command can do without. If the caller lacks the permission, the command goes on, and the user is told once what is
/// left out and which permission is missing. Every other error is thrown.
/// </summary>
internal static class OptionalCalls
{
    /// <summary>The answer, or <paramref name="otherwise"/> if the caller lacks the permission.</summary>
    /// <param name="connection">The connection of the call.</param>
    /// <param name="call">The call.</param>
    /// <param name="otherwise">What to go on with.</param>
    /// <param name="leftOut">
    /// What is left out, as a sentence without a full stop; null if nothing is, because the same is done in another way.
    /// </param>
    public static async Task<T> UnlessDeniedAsync<T>(this AwsConnection connection, Func<Task<T>> call, T otherwise, string? leftOut)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception problem) when (AccessDenial.Find(problem) is { } denial)
        {
            connection.Note(leftOut, denial);
            return otherwise;
        }
    }

    /// <summary>Makes a call without an answer. Returns whether the caller has the permission.</summary>
    /// <param name="connection">The connection of the call.</param>
    /// <param name="call">The call.</param>
    /// <param name="leftOut">What is left out, as a sentence without a full stop; null if nothing is.</param>
    public static async Task<bool> UnlessDeniedAsync(this AwsConnection connection, Func<Task> call, string? leftOut)
    {
        try
        {
            await call().ConfigureAwait(false);
            return true;
        }
        catch (Exception problem) when (AccessDenial.Find(problem) is { } denial)
        {
            connection.Note(leftOut, denial);
            return false;
        }
    }

    /// <summary>The answer, or that of another call if the caller lacks the permission for the first one.</summary>
    /// <param name="connection">The connection of the calls.</param>
    /// <param name="call">The call.</param>
    /// <param name="instead">The call in its place. If that is refused too, its error is thrown.</param>
    /// <param name="leftOut">What is then left out, as a sentence without a full stop; null if nothing is.</param>
    public static async Task<T> OrIfDeniedAsync<T>(this AwsConnection connection, Func<Task<T>> call, Func<Task<T>> instead, string? leftOut)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception problem) when (AccessDenial.Find(problem) is { } denial)
        {
            var answer = await instead().ConfigureAwait(false);
            connection.Note(leftOut, denial);
            return answer;
        }
    }

    /// <summary>The items of several lists, without those lists that the caller may not read. If that is all of them, the first error is thrown.</summary>
    /// <param name="connection">The connection of the calls.</param>
    /// <param name="lists">The lists, each with its name.</param>
    /// <param name="leftOut">Says that a list is left out, as a sentence without a full stop.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public static async IAsyncEnumerable<T> UnlessAllDeniedAsync<T>(
        this AwsConnection connection,
        IReadOnlyList<(string Name, IAsyncEnumerable<T> Items)> lists,
        Func<string, string> leftOut,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var refused = new List<(string Name, Exception Problem, AccessDenial Denial)>();
        foreach (var (name, items) in lists)
        {
            await using var item = items.GetAsyncEnumerator(cancellationToken);
            while (await NextAsync().ConfigureAwait(false))
            {
                yield return item.Current;
            }

            async Task<bool> NextAsync()
            {
                try
                {
                    return await item.MoveNextAsync().ConfigureAwait(false);
                }
                catch (Exception problem) when (AccessDenial.Find(problem) is { } denial)
                {
                    refused.Add((name, problem, denial));
                    return false;
                }
            }
        }

        if (refused.Count > 0 && refused.Count == lists.Count)
        {
            ExceptionDispatchInfo.Capture(refused[0].Problem).Throw();
        }

        refused.ForEach(list => connection.Note(leftOut(list.Name), list.Denial));
    }

    /// <summary>Tells the user what is left out.</summary>
    public static void Note(this AwsConnection connection, string? leftOut, AccessDenial denial)
    {
        if (leftOut is not null)
        {
            connection.Gaps.Add(new PermissionGap(leftOut, denial));
        }
    }
}
