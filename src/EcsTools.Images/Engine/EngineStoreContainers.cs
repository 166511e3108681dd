using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Images.Engine;

/// <summary>
/// The containers through which an engine reads its disk for one image. An engine serves one archive of a container at a time, so layers that are read at the
/// same time need a container each. The second one is created only if a layer would wait for the first one.
/// </summary>
internal sealed class EngineStoreContainers : IDisposable
{
    /// <summary>More would only share the same processors and the same disk.</summary>
    private const int Most = 3;

    /// <summary>With those that read folders of layers whose files are in another order. Most of them wait.</summary>
    private const int MostTogether = 16;

    private readonly Func<CancellationToken, Task<EngineStoreContainer?>> _start;
    private readonly SemaphoreSlim _free;
    private readonly object _gate = new();
    private readonly Stack<EngineStoreContainer> _idle = new();
    private readonly List<EngineStoreContainer> _all = new();

    /// <param name="first">The first container. All of them are disposed together with this object.</param>
    /// <param name="start">Starts another one; returns null if the engine refuses.</param>
    public EngineStoreContainers(EngineStoreContainer first, Func<CancellationToken, Task<EngineStoreContainer?>> start)
    {
        _start = start;
        _free = new SemaphoreSlim(Math.Min(Most, Environment.ProcessorCount));
        _idle.Push(first);
        _all.Add(first);
    }

    /// <summary>A container that nobody else uses until it is returned.</summary>
    public async Task<Lease> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
            if ((FindIdle() ?? await AddAsync(cancellationToken).ConfigureAwait(false)) is { } container)
            {
                return new Lease(this, container);
            }

            // The engine refuses another one. The others will be returned.
        }
    }

    /// <summary>
    /// Another container for who has one already, without waiting: who waits for more, as others do, would wait forever. Null if there are too many, or the
    /// engine refuses.
    /// </summary>
    public async Task<Lease?> TakeFurtherAsync(CancellationToken cancellationToken)
    {
        if (FindIdle() is { } idle)
        {
            return new Lease(this, idle, isFurther: true);
        }

        lock (_gate)
        {
            if (_all.Count >= MostTogether)
            {
                return null;
            }
        }

        return await StartAsync(cancellationToken).ConfigureAwait(false) is { } added ? new Lease(this, added, isFurther: true) : null;
    }

    /// <summary>Removes the containers.</summary>
    public void Dispose()
    {
        Task.WhenAll(_all.Select(container => Task.Run(container.Dispose))).GetAwaiter().GetResult();
        _free.Dispose();
    }

    private EngineStoreContainer? FindIdle()
    {
        lock (_gate)
        {
            return _idle.Count > 0 ? _idle.Pop() : null;
        }
    }

    private async Task<EngineStoreContainer?> StartAsync(CancellationToken cancellationToken)
    {
        var added = await _start(cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            _all.AddRange(added is null ? [] : new[] { added });
        }

        return added;
    }

    private async Task<EngineStoreContainer?> AddAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    private void Return(EngineStoreContainer container, bool isFurther)
    {
        lock (_gate)
        {
            _idle.Push(container);
        }

        if (!isFurther)
        {
            _free.Release();
        }
    }

    /// <summary>The use of one container.</summary>
    internal sealed class Lease : IDisposable
    {
        private readonly EngineStoreContainers _owner;
        private readonly bool _isFurther;
        private bool _isReturned;

        public Lease(EngineStoreContainers owner, EngineStoreContainer container, bool isFurther = false)
        {
            _owner = owner;
            Container = container;
            _isFurther = isFurther;
        }

        public EngineStoreContainer Container { get; }

        public void Dispose()
        {
            if (!_isReturned)
            {
                _isReturned = true;
                _owner.Return(Container, _isFurther);
            }
        }
    }
}
