using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Campaigns.Fidelity.Models;

namespace EcsTools.Campaigns.Fidelity.Constraints;

/// <summary>For each operation of a service a valid request, and one request for each constraint of its model that breaks this one only.</summary>
internal sealed class ConstraintProbes(ServiceDescription service)
{
    public ProbeSet Create()
    {
        var set = new ProbeSet(service.SigningName, "constraints of the model");
        foreach (var operation in service.Operations.Where(operation => operation.Input is not null))
        {
            var valid = ValidRequests.Create(service, operation);
            foreach (var (path, fault, body) in Break(operation, valid))
            {
                if (ModelErrors.CodesOf(service, operation.Name, fault) is { } codes)
                {
                    set.Add(operation.Name, $"{path}: {Describe(fault)}", body, new Expectation.Refused(codes, null), valid);
                }
            }
        }

        return set;
    }

    private static string Describe(Fault fault) => fault switch
    {
        Fault.Missing => "missing",
        Fault.TooSmall => "below the minimum",
        Fault.TooLarge => "above the maximum",
        Fault.Pattern => "not of the pattern",
        Fault.Enum => "not one of the values",
        _ => "of another type",
    };

    private IEnumerable<(string Path, Fault Fault, JsonObject Body)> Break(OperationDescription operation, JsonObject valid)
        => Structure(operation.Input!, valid, "", value => value!.AsObject(), [operation.Input!.Name]);

    /// <param name="shape">The structure.</param>
    /// <param name="value">Its valid value.</param>
    /// <param name="path">Where it is in the request.</param>
    /// <param name="put">The whole request with another value in its place.</param>
    /// <param name="around">The shapes that it is in: a shape within itself is broken once.</param>
    private IEnumerable<(string Path, Fault Fault, JsonObject Body)> Structure(
        ShapeDescription shape, JsonObject value, string path, Func<JsonNode?, JsonObject> put, string[] around)
    {
        foreach (var member in shape.Members.Where(member => !around.Contains(member.Shape.Name)))
        {
            var at = path.Length == 0 ? member.Name : path + "." + member.Name;
            JsonObject Put(JsonNode? replacement)
            {
                var copy = (JsonObject)value.DeepClone();
                copy.Remove(member.Name);
                if (replacement is not null)
                {
                    copy[member.Name] = replacement.DeepClone();
                }

                return put(copy);
            }

            // A path without one of its parts is the path of another operation. An empty structure is nothing in a form.
            if (shape.Required.Contains(member.Name) && member.Location != "uri" && (!IsForm || value.Count > 1 || path.Length == 0))
            {
                yield return (at, Fault.Missing, Put(null));
            }

            foreach (var broken in Value(
                member.Shape, IsForm || member.Location is not null, value[member.Name] ?? ValidValues.Create(member.Shape), at, Put, [.. around, member.Shape.Name]))
            {
                yield return broken;
            }
        }
    }

    private bool IsForm => service.Protocol is "query" or "ec2";

    /// <param name="isText">Whether it travels where all values are texts: in a form, a path or a query.</param>
    private IEnumerable<(string Path, Fault Fault, JsonObject Body)> Value(
        ShapeDescription shape, bool isText, JsonNode value, string path, Func<JsonNode?, JsonObject> put, string[] around)
    {
        if (shape.IsDocument)
        {
            return [];
        }

        var own = BrokenValues.Of(shape, isText).Select(broken => (path, broken.Fault, put(broken.Value)));
        var inner = shape.Type switch
        {
            "structure" => Structure(shape, value.AsObject(), path, put, around),
            "list" => Value(
                shape.Element.Shape, isText, value.AsArray().FirstOrDefault() ?? ValidValues.Create(shape.Element.Shape), path + ".0",
                element => put(Replace(value.AsArray(), element)), [.. around, shape.Element.Shape.Name]),
            "map" => Value(
                    shape.Key.Shape, isText, "a", path + ".key", key => put(new JsonObject { [key!.ToString()] = ValidValues.Create(shape.Value.Shape) }), around)
                .Where(broken => broken.Fault != Fault.Type)
                .Concat(Value(
                    shape.Value.Shape, isText, ValidValues.Create(shape.Value.Shape), path + ".value",
                    item => put(new JsonObject { [(string)ValidValues.Create(shape.Key.Shape)!] = item?.DeepClone() }), around)),
            _ => [],
        };
        return own.Concat(inner);
    }

    /// <summary>The list with another first element.</summary>
    private static JsonArray Replace(JsonArray list, JsonNode? element)
        => new([element?.DeepClone(), .. list.Skip(1).Select(item => item?.DeepClone())]);
}
