using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Aws;

/// <summary>Lists that come in pages.</summary>
internal static class Paging
{
    /// <summary>
    /// Reads lists to their ends, one after the other. A page cannot be asked for before the one ahead of it is there, but the first pages of
    /// several lists can: many short lists take no longer than a long one.
    /// </summary>
    /// <param name="lists">What is read, such as clusters.</param>
    /// <param name="ahead">First pages under way at a time.</param>
    /// <param name="read">Reads the page of a list that a token names, the first without one; gives it with the token of the next.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<(TList List, TPage Page)> PagesAsync<TList, TPage>(
        this IAsyncEnumerable<TList> lists,
        int ahead,
        Func<TList, string?, Task<(TPage Page, string? Next)>> read,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var begun = lists.SelectOrderedAsync(
            ahead, async list => (List: list, First: await read(list, null).ConfigureAwait(false)), cancellationToken);
        await foreach (var (list, first) in begun.ConfigureAwait(false))
        {
            for (var answer = first; ; answer = await read(list, answer.Next).ConfigureAwait(false))
            {
                yield return (list, answer.Page);
                if (string.IsNullOrEmpty(answer.Next))
                {
                    break;
                }
            }
        }
    }
}
