using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Iam;

/// <summary>Temporary credentials.</summary>
internal sealed class StoredSession
{
    public string Id { get; set; } = "";

    public string Secret { get; set; } = "";

    public string Token { get; set; } = "";

    /// <summary>Epoch seconds.</summary>
    public double Expires { get; set; }

    /// <summary>The principal of the session, such as <c>arn:aws:sts::…:assumed-role/name/session</c>.</summary>
    public string Arn { get; set; } = "";

    public string UserId { get; set; } = "";

    /// <summary>Whether it was created with a code of an MFA device. No operation of the sandbox does that; tests do.</summary>
    public bool HasMfa { get; set; }

    /// <summary>A policy that limits the session further, or null.</summary>
    public string? Policy { get; set; }
}
