using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Aws;

/// <summary>Splits lists into the batch sizes that an API accepts.</summary>
internal static class Batches
{
    public static IEnumerable<IReadOnlyList<T>> InBatches<T>(this IReadOnlyList<T> items, int size)
    {
        for (var start = 0; start < items.Count; start += size)
        {
            yield return items.Skip(start).Take(Math.Min(size, items.Count - start)).ToList();
        }
    }
}
