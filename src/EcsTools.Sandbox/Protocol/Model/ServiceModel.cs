using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;

namespace EcsTools.Sandbox.Protocol.Model;

/// <summary>The model of one service: its names on the wire, its operations and the shapes they are made of.</summary>
internal sealed class ServiceModel
{
    private readonly Dictionary<string, Shape> _shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Operation> _operations = new(StringComparer.Ordinal);
    private readonly JsonObject _json;
    private readonly Lazy<IReadOnlyCollection<string>> _names;
    private readonly object _gate = new();

    /// <param name="json">The model.</param>
    /// <param name="package">The package of the service, such as <c>AWSSDK.ECS</c>.</param>
    public ServiceModel(JsonObject json, string package)
    {
        _json = json;
        _names = new Lazy<IReadOnlyCollection<string>>(() => ServiceOperations.Of(package));
        var metadata = json["metadata"]!.AsObject();
        Protocol = (string)metadata["protocol"]!;
        ApiVersion = (string)metadata["apiVersion"]!;
        ServiceId = (string)metadata["serviceId"]!;
        SigningName = (string?)metadata["signingName"] ?? (string)metadata["endpointPrefix"]!;
        TargetPrefix = (string?)metadata["targetPrefix"];
        JsonVersion = (string?)metadata["jsonVersion"] ?? "1.1";
        XmlNamespace = (string?)metadata["xmlNamespace"] ?? "";
        JsonNodeMaterializer.Materialize(json);
    }

    /// <summary>json, rest-json, query or ec2.</summary>
    public string Protocol { get; }

    public string ApiVersion { get; }

    public string ServiceId { get; }

    /// <summary>The service in a signature's credential scope, and the prefix of IAM actions.</summary>
    public string SigningName { get; }

    /// <summary>What stands before the operation in X-Amz-Target.</summary>
    public string? TargetPrefix { get; }

    public string JsonVersion { get; }

    public string XmlNamespace { get; }

    public IEnumerable<string> OperationNames => _json["operations"]!.AsObject().Select(pair => pair.Key);

    /// <summary>Reads the model embedded for a package, such as <c>AWSSDK.ECS</c>.</summary>
    public static ServiceModel Load(string package)
    {
        using var stream = typeof(ServiceModel).Assembly.GetManifestResourceStream(package + ".json")
            ?? throw new InvalidOperationException($"The sandbox was built without the service model of {package}.");
        using var reader = new StreamReader(stream);
        return new ServiceModel(JsonNode.Parse(reader.ReadToEnd())!.AsObject(), package);
    }

    /// <summary>Whether the service has an operation on AWS, also if the sandbox does not have it.</summary>
    public bool HasOnAws(string name) => _json["operations"]![name] is not null || _names.Value.Contains(name);

    /// <summary>The operation, or null if the model has no operation with that name.</summary>
    public Operation? FindOperation(string name)
    {
        lock (_gate)
        {
            if (!_operations.TryGetValue(name, out var operation) && _json["operations"]![name] is JsonObject json)
            {
                _operations[name] = operation = new Operation(this, name, json);
            }

            return operation;
        }
    }

    public Shape Shape(string name)
    {
        lock (_gate)
        {
            if (!_shapes.TryGetValue(name, out var shape))
            {
                var json = _json["shapes"]![name] as JsonObject
                    ?? throw new InvalidOperationException($"The model of {ServiceId} has no shape {name}.");
                _shapes[name] = shape = new Shape(this, name, json);
            }

            return shape;
        }
    }

    /// <summary>The exception shape with this error code, or null.</summary>
    public Shape? FindError(Operation? operation, string code)
        => operation?.Errors.FirstOrDefault(shape => shape.ErrorCode == code || shape.Name == code)
            ?? (_json["shapes"]![code] is null ? null : Shape(code));
}
