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
/// Remembers the keys that are being put in place, each in a file of this user: no run waits for another one. If a run is killed, the next one knows from it
/// which key nobody holds, or which step is left. If the file is lost, no harm is done: such a key is then deleted only if it was never used, or with -Force.
/// </summary>
internal sealed class PendingKeys
{
    /// <summary>A run that was stopped longer ago is not continued: its new key is not new any more.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    private readonly string _folder;

    /// <param name="folder">Folder of the files.</param>
    public PendingKeys(string folder) => _folder = Path.Combine(folder, "pending-keys");

    public static PendingKeys ForThisUser() => new(UserCache.Folder);

    /// <summary>What is recorded about a key, or null.</summary>
    public PendingKey? Find(string accessKeyId)
    {
        try
        {
            return Parse(FileOf(accessKeyId).Read(), accessKeyId);
        }
        catch (EcsToolsException)
        {
            return null;
        }
    }

    public async Task AddAsync(PendingKey key)
    {
        try
        {
            // Not cancelled: the key exists, whatever happens now.
            await FileOf(key.AccessKeyId).EditAsync(_ => JsonSerializer.SerializeToUtf8Bytes(key), CancellationToken.None).ConfigureAwait(false);
            Delete(file => SystemClock.Instance.UtcNow - File.GetLastWriteTimeUtc(file) > KeptFor);
        }
        catch (EcsToolsException)
        {
            // A read-only home. The run itself does not need the record.
        }
    }

    public void Remove(string accessKeyId)
    {
        var name = Name(accessKeyId);
        Delete(file => Path.GetFileName(file) is var found && (found == name || found == $".{name}.lock"));
    }

    private static string Name(string accessKeyId) => string.Concat(accessKeyId.Where(char.IsLetterOrDigit)) + ".json";

    private AtomicFile FileOf(string accessKeyId) => new(Path.Combine(_folder, Name(accessKeyId)), SystemClock.Instance, ownerOnly: true);

    private void Delete(Func<string, bool> isMeant)
    {
        try
        {
            foreach (var file in Directory.GetFiles(_folder).Where(isMeant))
            {
                File.Delete(file);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // A record that stays is read as long as it is young, and then it is deleted by another run.
        }
    }

    private static PendingKey? Parse(byte[]? content, string accessKeyId)
    {
        try
        {
            var read = content is null ? null : JsonSerializer.Deserialize<PendingKey>(content);
            return read is { AccessKeyId: not null, Profiles: not null, Replaces: not null } key
                && key.AccessKeyId == accessKeyId && (SystemClock.Instance.UtcNow - key.CreatedAt).Duration() < KeptFor
                ? key
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
