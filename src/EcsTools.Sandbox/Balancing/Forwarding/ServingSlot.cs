namespace EcsTools.Sandbox.Balancing.Forwarding;

/// <summary>Where the connections of a listener find what holds now.</summary>
internal sealed class ServingSlot
{
    private volatile Serving _current;

    public ServingSlot(Serving current)
    {
        _current = current;
    }

    public Serving Current
    {
        get => _current;
        set => _current = value;
    }
}
