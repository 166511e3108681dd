using EcsTools.Campaigns.Fidelity.Models;

namespace EcsTools.Campaigns.Fidelity.Constraints;

/// <summary>What breaks a constraint of a service model.</summary>
internal enum Fault
{
    Missing,
    TooSmall,
    TooLarge,
    Pattern,
    Enum,
    Type,
}

/// <summary>
/// The error codes with which services refuse what their model does not allow, as the pages "Common Errors" and the errors of their operations list them.
/// </summary>
internal static class ModelErrors
{
    /// <summary>The codes, with | between them, or null where the service does not check this.</summary>
    public static string? CodesOf(ServiceDescription service, string operation, Fault fault) => (service.SigningName, fault) switch
    {
        // EC2 has no model of lengths and patterns at its door: it checks values, and says which parameter is missing.
        ("ec2", Fault.Missing) => "MissingParameter",
        ("ec2", Fault.Enum or Fault.Type or Fault.TooLarge or Fault.TooSmall) => "InvalidParameterValue",
        ("ec2", _) => null,

        // A form is text: what is no number, boolean or time cannot be read.
        (_, Fault.Type) when service.Protocol == "query" => "MalformedInput",
        (_, Fault.Type) => "SerializationException",

        // ClientException is the one error of RegisterTaskDefinition beside InvalidParameterException; its checks answer with it.
        ("ecs", _) when operation == "RegisterTaskDefinition" => "ClientException",
        ("ecs" or "ecr" or "ecr-public" or "logs", _) => "InvalidParameterException",
        _ when service.Protocol == "query" => "ValidationError",
        _ => "ValidationException",
    };
}
