using System.Threading;

namespace EcsTools.Sandbox.Cloud;

/// <summary>Whether a request has changed the state, so that its answer must wait until the state is kept.</summary>
internal sealed class RequestChanges
{
    private int _any;

    public bool Any => Volatile.Read(ref _any) != 0;

    public void Note() => Volatile.Write(ref _any, 1);
}
