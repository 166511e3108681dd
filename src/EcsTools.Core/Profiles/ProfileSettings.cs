namespace EcsTools.Profiles;

/// <summary>The settings of a profile besides its key. A null value does not change.</summary>
/// <param name="Region">Default region.</param>
/// <param name="EndpointUrl">Endpoint for every service if it is not AWS's own. The key of a sandbox is valid only there.</param>
/// <param name="Output">Output format of the AWS CLI.</param>
internal sealed record ProfileSettings(string? Region = null, string? EndpointUrl = null, string? Output = null);
