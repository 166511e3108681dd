using System.Linq;

namespace EcsTools.Sandbox.Services.Logs;

/// <summary>A set of characters in a regular expression. All characters beyond ASCII are in it, or none.</summary>
internal sealed class LetterSet
{
    private const int Ascii = 128;

    private readonly bool[] _has = new bool[Ascii];
    private bool _hasOthers;

    /// <summary>Every character but the end of a line.</summary>
    public static LetterSet Any => Of('\n').Negated();

    /// <summary>The only character, or null.</summary>
    public char? Single { get; private set; }

    public static LetterSet Of(char letter)
    {
        var set = new LetterSet { Single = letter };
        set._has[letter] = true;
        return set;
    }

    /// <summary>The set with a name such as <c>\d</c>, or null.</summary>
    public static LetterSet? Named(char name) => name switch
    {
        'd' => Range('0', '9'),
        'D' => Range('0', '9').Negated(),
        's' => Spaces(),
        'S' => Spaces().Negated(),
        'w' => Word(),
        'W' => Word().Negated(),
        _ => null,
    };

    public bool Contains(char letter) => letter < Ascii ? _has[letter] : _hasOthers;

    public void AddRange(char from, char to)
    {
        Single = null;
        for (int letter = from; letter <= to; letter++)
        {
            _has[letter] = true;
        }
    }

    public void Add(LetterSet other)
    {
        Single = null;
        _hasOthers |= other._hasOthers;
        foreach (var letter in Enumerable.Range(0, Ascii).Where(letter => other._has[letter]))
        {
            _has[letter] = true;
        }
    }

    public LetterSet Negated()
    {
        var set = new LetterSet { _hasOthers = !_hasOthers };
        foreach (var letter in Enumerable.Range(0, Ascii))
        {
            set._has[letter] = !_has[letter];
        }

        return set;
    }

    private static LetterSet Range(char from, char to)
    {
        var set = new LetterSet();
        set.AddRange(from, to);
        return set;
    }

    private static LetterSet Spaces()
    {
        var set = Range('\t', '\r');
        set.AddRange(' ', ' ');
        return set;
    }

    private static LetterSet Word()
    {
        var set = Range('0', '9');
        set.AddRange('A', 'Z');
        set.AddRange('a', 'z');
        set.AddRange('_', '_');
        return set;
    }
}
