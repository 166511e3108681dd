using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Campaigns.Durability;

/// <summary>A kind of thing that a sandbox keeps: how one is made, deleted and found again.</summary>
internal abstract class DurableKind
{
    public abstract string Name { get; }

    /// <summary>False if one of these is never deleted alone.</summary>
    public virtual bool IsDeletable => true;

    /// <summary>Makes what all of them need, if it is not there.</summary>
    public virtual Task PrepareAsync(SandboxTarget target, CancellationToken cancellationToken) => Task.CompletedTask;

    public abstract Task AddAsync(SandboxTarget target, string name, CancellationToken cancellationToken);

    public virtual Task DeleteAsync(SandboxTarget target, string name, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Which of the names are there, with everything that was made with them.</summary>
    public abstract Task<ISet<string>> FindAsync(SandboxTarget target, IReadOnlyCollection<string> names);
}
