using EcsTools.Models;

namespace EcsTools.Ecr;

/// <summary>What a login will store. Nothing has changed yet.</summary>
public sealed class EcrLoginPlan
{
    private readonly string _configPath;

    internal EcrLoginPlan(EcrLoginRequest request, EcrToken token, string configPath)
    {
        Request = request;
        Token = token;
        _configPath = configPath;
    }

    /// <summary>The request.</summary>
    public EcrLoginRequest Request { get; }

    /// <summary>Whether the token is stored already.</summary>
    public bool IsStored { get; internal init; }

    /// <summary>Whether another credential of the registry is stored.</summary>
    internal bool HasOther { get; init; }

    internal EcrToken Token { get; }

    /// <summary>The plan as steps. The token is in none of them.</summary>
    /// <param name="region">The region.</param>
    public EcsPlan ToPlan(string region) => new()
    {
        Action = IsStored ? EcsPlanAction.None : HasOther ? EcsPlanAction.Update : EcsPlanAction.Create,
        ResourceType = "Credential",
        ResourceName = Token.Host,
        Region = Request.IsPublic ? null : region,
        Title = $"Store a token for {Token.Host} where {_configPath} says",
    };
}
