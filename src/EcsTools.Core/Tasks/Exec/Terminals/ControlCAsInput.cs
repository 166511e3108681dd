using System;

namespace EcsTools.Tasks.Exec.Terminals;

/// <summary>Until it is disposed, Ctrl+C is a key of the console and does not stop this process.</summary>
internal sealed class ControlCAsInput : IDisposable
{
    private readonly bool? _before;

    public ControlCAsInput()
    {
        if (!Console.IsInputRedirected)
        {
            _before = Console.TreatControlCAsInput;
            Console.TreatControlCAsInput = true;
        }
    }

    public void Dispose()
    {
        if (_before is { } before)
        {
            Console.TreatControlCAsInput = before;
        }
    }
}
