namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>An event of a service.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CreatedAt">Epoch seconds.</param>
/// <param name="Message">Its message, in the words of ECS.</param>
internal sealed record ServiceEvent(string Id, double CreatedAt, string Message);
