using System;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Registry.Http;
using EcsTools.Sandbox.Services.Iam;

namespace EcsTools.Sandbox.Services.Ecr;

/// <summary>Answers the registry from IAM. A token without a key has the rights of the account's root.</summary>
internal sealed class RegistryAccess(SandboxCloud cloud) : IRegistryAccess
{
    private IamService Iam => cloud.Service<IamService>();

    public SandboxPrincipal? Find(string accessKeyId)
    {
        var key = accessKeyId.Length == 0 ? Iam.RootKey : Iam.FindKey(accessKeyId);
        return key is null || key.Expires <= SandboxClock.MachineNow ? null : key.Principal;
    }

    public string? Denial(SandboxPrincipal caller, string action, string? repository)
    {
        var resource = repository is null ? "*" : cloud.Arn("ecr", "repository/" + repository);
        var verdict = Iam.Judge(caller, action, resource);
        return verdict == Verdict.Allowed ? null : IamService.DenialOf(caller, action, resource, verdict);
    }
}
