namespace EcsTools.Models;

/// <summary>Something that will keep the tasks of a service from starting or working, found before it happens.</summary>
public sealed record FargateServiceFinding
{
    /// <summary>Name of the service.</summary>
    public required string ServiceName { get; init; }

    /// <summary>Name of its cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>Family and revision that was checked, or the path of the file.</summary>
    public required string TaskDefinition { get; init; }

    /// <summary>What it is, as one word for scripts: a name of <see cref="FargateAppFindingCode"/>.</summary>
    public required string Code { get; init; }

    /// <summary><c>Error</c> or <c>Warning</c>.</summary>
    public required string Severity { get; init; }

    /// <summary>What it is about, such as an image, a role or a subnet.</summary>
    public required string Subject { get; init; }

    /// <summary>What is wrong.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it.</summary>
    public required string Remedy { get; init; }

    /// <summary>A command line that corrects it; null if no command can.</summary>
    public string? FixCommand { get; init; }

    /// <summary>Region, such as <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Account id: twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
