namespace EcsTools.Images.Archives;

/// <summary>Sums of ranges of numbers that are removed one by one (a Fenwick tree).</summary>
internal sealed class PrefixSums
{
    private readonly long[] _values;
    private readonly long[] _tree;

    public PrefixSums(long[] values)
    {
        _values = values;
        _tree = new long[values.Length + 1];
        for (var place = 0; place < values.Length; place++)
        {
            Add(place, values[place]);
        }
    }

    /// <summary>The sum of the numbers from a place up to another one, without the latter.</summary>
    public long Between(int first, int end) => Before(end) - Before(first);

    /// <summary>Removes the number at a place.</summary>
    public void Remove(int place)
    {
        Add(place, -_values[place]);
        _values[place] = 0;
    }

    private long Before(int end)
    {
        long sum = 0;
        for (; end > 0; end -= end & -end)
        {
            sum += _tree[end];
        }

        return sum;
    }

    private void Add(int place, long value)
    {
        for (var node = place + 1; node < _tree.Length; node += node & -node)
        {
            _tree[node] += value;
        }
    }
}
