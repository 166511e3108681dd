using System.Threading.Tasks;

namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>Waits until a task has answered its requests, before its containers are stopped.</summary>
internal interface IConnectionDraining
{
    Task DrainAsync();
}
