using System.Threading.Tasks;

namespace EcsTools.Campaigns.Load;

/// <summary>A few requests that belong together: they make something, read it, and delete it.</summary>
internal interface IWalk
{
    /// <summary>Goes the way once, with things of this name.</summary>
    /// <returns>What was read and is not what was written; null if all is right.</returns>
    Task<string?> GoAsync(LoadTarget target, string name);
}
