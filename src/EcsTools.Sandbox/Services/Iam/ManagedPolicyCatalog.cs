using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Iam;

/// <summary>
/// The policies of AWS that EcsTools uses, and those that programs in containers often have, with the actions
/// that they really allow. ReadOnlyAccess has some two thousand actions in AWS. Here it has those of the services that containers use.
/// </summary>
internal static class ManagedPolicyCatalog
{
    private const string Prefix = "managed-policy/";

    /// <summary>2020-01-01. The real creation time of an AWS policy does not matter here.</summary>
    private const double MadeAt = 1577836800;

    public static IReadOnlyList<IamPolicy> Load()
        => typeof(ManagedPolicyCatalog).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .OrderBy(name => name, StringComparer.Ordinal)
            .Select(Read)
            .ToList();

    private static IamPolicy Read(string resource)
    {
        using var stream = typeof(ManagedPolicyCatalog).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        var json = JsonNode.Parse(reader.ReadToEnd())!.AsObject();
        var name = resource.Substring(Prefix.Length, resource.Length - Prefix.Length - ".json".Length);
        return new IamPolicy
        {
            Name = name,
            Path = json.Text("Path")!,
            Id = "ANPA" + IamIds.FromName(name),
            Owner = "aws",
            Description = json.Text("Description"),
            CreateDate = MadeAt,
            UpdateDate = MadeAt,
            LastVersion = 1,
            Versions =
            {
                new PolicyVersion
                {
                    Id = "v1",
                    CreateDate = MadeAt,
                    Document = System.Text.Encoding.UTF8.GetString(JsonText.ToBytes(json["Document"]!)),
                },
            },
        };
    }
}
