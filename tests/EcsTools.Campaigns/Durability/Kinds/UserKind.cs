using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.IdentityManagement.Model;

namespace EcsTools.Campaigns.Durability.Kinds;

/// <summary>A user and its access key.</summary>
internal sealed class UserKind : DurableKind
{
    public override string Name => "user";

    public override bool IsDeletable => false;

    public override async Task AddAsync(SandboxTarget target, string name, CancellationToken cancellationToken)
    {
        await target.Connection.Iam.CreateUserAsync(new CreateUserRequest { UserName = name }, cancellationToken);
        await target.Connection.Iam.CreateAccessKeyAsync(new CreateAccessKeyRequest { UserName = name }, cancellationToken);
    }

    public override async Task<ISet<string>> FindAsync(SandboxTarget target, IReadOnlyCollection<string> names)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            try
            {
                var keys = await target.Connection.Iam.ListAccessKeysAsync(new ListAccessKeysRequest { UserName = name });
                found.UnionWith((keys.AccessKeyMetadata ?? []).Select(_ => name));
            }
            catch (NoSuchEntityException)
            {
                // It is not there.
            }
        }

        return found;
    }
}
