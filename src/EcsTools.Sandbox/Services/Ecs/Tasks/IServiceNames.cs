namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>Knows the services, which are kept above tasks.</summary>
internal interface IServiceNames
{
    /// <summary>Whether the cluster has or had a service of this name.</summary>
    bool Exists(string cluster, string service);
}
