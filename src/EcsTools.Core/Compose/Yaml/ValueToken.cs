namespace EcsTools.Compose.Yaml;

/// <summary>Where a value comes from that is not known before the app runs.</summary>
internal enum ValueTokenKind
{
    /// <summary><c>${secret:name:key}</c>: a secret of Secrets Manager.</summary>
    Secret,

    /// <summary><c>${ssm:/path}</c>: a parameter of Parameter Store.</summary>
    Parameter,

    /// <summary><c>${cfn:stack.Output}</c>: an output of a CloudFormation stack.</summary>
    StackOutput,
}

/// <summary>A token of a compose file. It is the whole value of an environment variable.</summary>
/// <param name="Kind">Where the value comes from.</param>
/// <param name="Name">What follows the colon, such as <c>name:key</c>.</param>
internal sealed record ValueToken(ValueTokenKind Kind, string Name)
{
    /// <summary>The token as it is written.</summary>
    public override string ToString() => $"${{{Prefix(Kind)}:{Name}}}";

    private static string Prefix(ValueTokenKind kind) => kind switch
    {
        ValueTokenKind.Secret => "secret",
        ValueTokenKind.Parameter => "ssm",
        _ => "cfn",
    };
}
