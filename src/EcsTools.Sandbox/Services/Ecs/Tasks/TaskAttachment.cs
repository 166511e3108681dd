namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>The attachment of a task to its subnet.</summary>
internal sealed class TaskAttachment
{
    public TaskAttachment(string id, string subnetId)
    {
        Id = id;
        SubnetId = subnetId;
    }

    public string Id { get; }

    public string SubnetId { get; }

    /// <summary>PRECREATED, ATTACHED or DELETED.</summary>
    public string Status { get; set; } = "PRECREATED";

    /// <summary>The network interface, once it is attached.</summary>
    public AttachedInterface? Interface { get; set; }
}
