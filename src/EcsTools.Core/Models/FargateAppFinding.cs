namespace EcsTools.Models;

/// <summary>Something about an app that fails, costs or leaks later, found before it happens.</summary>
public sealed record FargateAppFinding
{
    /// <summary>Name of the app.</summary>
    public required string AppName { get; init; }

    /// <summary>Name of the service within the app; null if it is about the whole app.</summary>
    public string? Service { get; init; }

    /// <summary>What it is, as one word for scripts: a name of <see cref="FargateAppFindingCode"/>.</summary>
    public required string Code { get; init; }

    /// <summary><c>Error</c> or <c>Warning</c>.</summary>
    public required string Severity { get; init; }

    /// <summary>What it is about, such as a file, an image, a subnet or a role.</summary>
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
