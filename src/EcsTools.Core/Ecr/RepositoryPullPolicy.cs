using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;

namespace EcsTools.Ecr;

/// <summary>
/// A repository policy in which EcsTools manages one statement that allows accounts to pull. Other existing statements stay.
/// </summary>
internal sealed class RepositoryPullPolicy
{
    private const string Sid = "EcsToolsPull";

    // The actions that a pull needs. Source: the ECR user guide, "Repository policy examples": allow an account to pull.
    private static readonly string[] Actions = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];

    private readonly JsonObject _policy;

    private RepositoryPullPolicy(JsonObject policy)
    {
        _policy = policy;
    }

    /// <summary>Accounts that this statement allows to pull, in order.</summary>
    public IReadOnlyList<string> Accounts
        => Own is not { } own ? [] : Principals(own).Select(AccountOf).OrderBy(account => account, StringComparer.Ordinal).ToList();

    private JsonObject? Own => Statements.FirstOrDefault(statement => (string?)statement["Sid"] == Sid);

    private IEnumerable<JsonObject> Statements => _policy["Statement"] switch
    {
        JsonArray many => many.OfType<JsonObject>(),
        JsonObject one => [one],
        _ => [],
    };

    /// <param name="text">The current policy; null if there is none.</param>
    /// <param name="name">The repository's name, for messages.</param>
    public static RepositoryPullPolicy Read(string? text, string name)
    {
        try
        {
            return new RepositoryPullPolicy(text is null
                ? new JsonObject { ["Version"] = "2012-10-17" }
                : JsonText.ParseObject(Encoding.UTF8.GetBytes(text), $"the policy of {name}"));
        }
        catch (MalformedContentException problem)
        {
            throw new EcsToolsException(
                ErrorCodes.RepositoryPolicyUnreadable, problem.Message, "Delete the policy and run the command again.",
                "PullAccount", name, problem);
        }
    }

    /// <summary>The policy text with these accounts; null if nothing is left in it.</summary>
    public string? With(IReadOnlyList<string> accounts, string partition)
    {
        var statements = new JsonArray(Statements.Where(statement => (string?)statement["Sid"] != Sid)
            .Select(statement => JsonNode.Parse(statement.ToJsonString())).ToArray());
        if (accounts.Count > 0)
        {
            statements.Add(new JsonObject
            {
                ["Sid"] = Sid,
                ["Effect"] = "Allow",
                ["Principal"] = new JsonObject
                {
                    ["AWS"] = new JsonArray(accounts.Select(account => (JsonNode)$"arn:{partition}:iam::{account}:root").ToArray()),
                },
                ["Action"] = new JsonArray(Actions.Select(action => (JsonNode)action).ToArray()),
            });
        }

        if (statements.Count == 0)
        {
            return null;
        }

        var policy = (JsonObject)JsonNode.Parse(_policy.ToJsonString())!;
        policy["Statement"] = statements;
        return policy.ToJsonString();
    }

    private static IEnumerable<string> Principals(JsonObject statement) => statement["Principal"]?["AWS"] switch
    {
        JsonArray many => many.Select(one => (string?)one ?? ""),
        JsonValue one => [one.GetValue<string>()],
        _ => [],
    };

    // Either arn:aws:iam::111122223333:root or only the account.
    private static string AccountOf(string principal) => principal.Split(':') is { Length: 6 } parts ? parts[4] : principal;
}
