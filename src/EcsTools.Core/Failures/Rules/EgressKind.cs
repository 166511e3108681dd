namespace EcsTools.Failures.Rules;

/// <summary>How a subnet reaches the internet.</summary>
internal enum EgressKind
{
    /// <summary>It has no gateway.</summary>
    None,

    /// <summary>Through an internet gateway, for tasks with a public address.</summary>
    InternetGateway,

    /// <summary>Through a NAT gateway.</summary>
    NatGateway,

    /// <summary>Through something else, such as a transit gateway.</summary>
    Other,
}
