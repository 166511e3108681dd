using System;

namespace EcsTools.Campaigns;

/// <summary>Something that reads bytes that EcsTools did not write.</summary>
internal interface IForeignReader : IDisposable
{
    string Name { get; }

    /// <summary>Whether it is called by a layer that makes the error of a <see cref="MalformedContentException"/>.</summary>
    bool IsInner { get; }

    /// <summary>Makes one malformed input.</summary>
    /// <returns>Reads it, all of it.</returns>
    Action Prepare(Random random);
}
