using System.Threading.Tasks;
using Amazon.IdentityManagement.Model;

namespace EcsTools.Campaigns.Load.Walks;

internal sealed class UserWalk : IWalk
{
    public async Task<string?> GoAsync(LoadTarget target, string name)
    {
        await target.SendAsync(target.Iam.CreateUserAsync(new CreateUserRequest { UserName = name, Path = "/load/" }));
        var key = (await target.SendAsync(target.Iam.CreateAccessKeyAsync(new CreateAccessKeyRequest { UserName = name }))).AccessKey;
        var read = await target.SendAsync(target.Iam.ListAccessKeysAsync(new ListAccessKeysRequest { UserName = name }));
        await target.SendAsync(target.Iam.DeleteAccessKeyAsync(new DeleteAccessKeyRequest { UserName = name, AccessKeyId = key.AccessKeyId }));
        await target.SendAsync(target.Iam.DeleteUserAsync(new DeleteUserRequest { UserName = name }));
        return read.AccessKeyMetadata is [{ AccessKeyId: var id }] && id == key.AccessKeyId ? null : $"user {name} has other keys than it was given";
    }
}
