using System.Collections.Generic;

namespace EcsTools.Sandbox.Services.Certificates;

/// <summary>A service whose resources use certificates. It is called without the lock of the certificates.</summary>
internal interface ICertificateUse
{
    /// <summary>The ARNs of the resources that use a certificate.</summary>
    IReadOnlyList<string> UsersOf(string certificateArn);
}
