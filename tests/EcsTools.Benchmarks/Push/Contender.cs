using System;
using System.Threading.Tasks;

namespace EcsTools.Benchmarks.Push;

/// <summary>Somebody who pushes an image, timed.</summary>
/// <param name="Name">Column of the table.</param>
/// <param name="PushAsync">Pushes and answers how long that took, without what had to be prepared.</param>
internal sealed record Contender(string Name, Func<PushTarget, Task<TimeSpan>> PushAsync)
{
    public bool IsOurs => Name.StartsWith("ours", StringComparison.Ordinal);

    /// <summary>Pushes what was there before a row that begins with something; null for <see cref="PushAsync"/>.</summary>
    public Func<PushTarget, Task<TimeSpan>>? PushBeforeAsync { get; init; }

    /// <summary>The name of the only one of ours whose time this limits; null for all.</summary>
    public string? LimitOf { get; init; }

    /// <summary>The program it needs; null for what runs in this process.</summary>
    public string? Tool { get; init; }
}

/// <summary>What is pushed where.</summary>
/// <param name="Images">The images, in every form.</param>
/// <param name="Image">The one to push.</param>
/// <param name="Host">The registry.</param>
/// <param name="Tag">The tag.</param>
/// <param name="Memory">Folder of what a client of ours remembers.</param>
internal sealed record PushTarget(BenchImages Images, string Image, string Host, string Tag, string Memory)
{
    public string Destination => $"{Host}/bench:{Tag}";
}
