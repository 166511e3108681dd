using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Aws;

/// <summary>Reads lists that come in pages.</summary>
internal static class Paging
{
    /// <summary>
    /// Reads lists completely, one after the other. A page needs the token from the page before it, but the first pages of several lists
    /// can be read at the same time. So many short lists take no longer than one long list.
    /// </summary>
    /// <param name="lists">What to read, such as clusters.</param>
    /// <param name="ahead">How many first pages to read at the same time.</param>
    /// <param name="read">
    /// Reads the page of a list for a token, or the first page without one. Returns the page and the token of the next page.
    /// </param>
    /// <param name="cancellationToken">Cancels the read.</param>
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
