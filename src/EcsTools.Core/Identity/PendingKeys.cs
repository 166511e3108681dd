using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Identity;

/// <summary>An access key that a run on this machine has created, and has not finished with.</summary>
/// <param name="AccessKeyId">Its id. The secret is never recorded here.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Profiles">The profiles that are to hold it.</param>
/// <param name="Replaces">The keys to delete when they do.</param>
internal sealed record PendingKey(string AccessKeyId, DateTimeOffset CreatedAt, IReadOnlyList<string> Profiles, IReadOnlyList<string> Replaces);

/// <summary>
/// Remembers the keys that are being put in place, in a file of this user. If a run is killed, the next one knows from it which key nobody holds, or which
/// step is left. If the file is lost, no harm is done: such a key is then deleted only if it was never used, or with -Force.
/// </summary>
internal sealed class PendingKeys
{
    /// <summary>A run that was stopped longer ago is not continued: its new key is not new any more.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    private readonly AtomicFile _file;

    /// <param name="folder">Folder of the file.</param>
    public PendingKeys(string folder)
    {
        _file = new AtomicFile(Path.Combine(folder, "pending-keys.json"), SystemClock.Instance, ownerOnly: true);
    }

    public static PendingKeys ForThisUser() => new(UserCache.Folder);

    /// <summary>What is recorded about a key, or null.</summary>
    public PendingKey? Find(string accessKeyId)
    {
        try
        {
            return Parse(_file.Read()).FirstOrDefault(key => key.AccessKeyId == accessKeyId);
        }
        catch (EcsToolsException)
        {
            return null;
        }
    }

    public Task AddAsync(PendingKey key) => EditAsync(keys => keys.Where(other => other.AccessKeyId != key.AccessKeyId).Append(key));

    public Task RemoveAsync(string accessKeyId) => EditAsync(keys => keys.Where(other => other.AccessKeyId != accessKeyId));

    private async Task EditAsync(Func<IEnumerable<PendingKey>, IEnumerable<PendingKey>> change)
    {
        try
        {
            // Not cancelled: the key exists, or is gone, whatever happens now.
            await _file.EditAsync(content => JsonSerializer.SerializeToUtf8Bytes(change(Parse(content)).ToList()), CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (EcsToolsException)
        {
            // A read-only home. The run itself does not need the record.
        }
    }

    private static List<PendingKey> Parse(byte[]? content)
    {
        try
        {
            return (content is null ? null : JsonSerializer.Deserialize<List<PendingKey?>>(content))?.OfType<PendingKey>()
                .Where(key => key is { AccessKeyId: not null, Profiles: not null, Replaces: not null }
                    && (SystemClock.Instance.UtcNow - key.CreatedAt).Duration() < KeptFor)
                .ToList() ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
