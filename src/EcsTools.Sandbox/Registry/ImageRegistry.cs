using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Registry;

/// <summary>
/// Repositories, images and blobs, for the ECR API and the registry API. Every method can be called from any thread:
/// metadata changes under one lock, and content is read and written outside it.
/// </summary>
internal sealed partial class ImageRegistry
{
    private readonly object _gate = new();
    private readonly ConcurrentDictionary<string, LayerUpload> _uploads = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, RegistryRepository> _repositories = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unused = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unusedOnDisk = new(StringComparer.Ordinal);
    private readonly BlobStore _store;
    private readonly SandboxClock _clock;
    private readonly Action _changed;

    /// <param name="store">Stores the content.</param>
    /// <param name="clock">Time of pushes and pulls.</param>
    /// <param name="changed">Called after every change, outside the lock.</param>
    public ImageRegistry(BlobStore store, SandboxClock clock, Action changed)
    {
        _store = store;
        _clock = clock;
        _changed = changed;
    }

    public BlobStore Store => _store;

    public RegistryTokens Tokens { get; } = new();

    public RegistrySettings AccountSettings { get; } = new();

    /// <summary>Reads one repository under the lock.</summary>
    /// <exception cref="AwsError">RepositoryNotFoundException.</exception>
    public T Read<T>(string repository, Func<RegistryRepository, T> read)
    {
        lock (_gate)
        {
            return read(Get(repository));
        }
    }

    /// <summary>Changes one repository under the lock, and saves the change.</summary>
    /// <exception cref="AwsError">RepositoryNotFoundException.</exception>
    public T Change<T>(string repository, Func<RegistryRepository, T> change)
    {
        T result;
        lock (_gate)
        {
            result = change(Get(repository));
        }

        _changed();
        return result;
    }

    /// <summary>Reads every repository under the lock, by name.</summary>
    public List<T> ReadAll<T>(Func<RegistryRepository, T> read)
    {
        lock (_gate)
        {
            return _repositories.Values.Select(read).ToList();
        }
    }

    /// <exception cref="AwsError">RepositoryAlreadyExistsException.</exception>
    public void Add(RegistryRepository repository)
    {
        lock (_gate)
        {
            if (_repositories.ContainsKey(repository.Name))
            {
                throw RegistryErrors.RepositoryExists(repository.Name);
            }

            repository.CreatedAt = _clock.EpochSeconds;
            _repositories.Add(repository.Name, repository);
        }

        _changed();
    }

    /// <exception cref="AwsError">RepositoryNotFoundException, or RepositoryNotEmptyException without <paramref name="force"/>.</exception>
    public RegistryRepository Remove(string name, bool force)
    {
        RegistryRepository repository;
        lock (_gate)
        {
            repository = Get(name);
            if (repository.Images.Count > 0 && !force)
            {
                throw RegistryErrors.RepositoryNotEmpty(name);
            }

            _repositories.Remove(name);
            RemoveUnused(repository.Blobs.Concat(repository.Images.Keys));
        }

        foreach (var upload in _uploads.Values.Where(upload => upload.Repository == name))
        {
            Cancel(upload);
        }

        _changed();
        return repository;
    }

    /// <summary>What to keep. Blobs that it does not name can be deleted when it is on disk (<see cref="Saved"/>), and not before.</summary>
    public JsonNode Save()
    {
        lock (_gate)
        {
            _unusedOnDisk.UnionWith(_unused);
            _unused.Clear();
            return JsonSerializer.SerializeToNode(new RegistryModel
            {
                Repositories = _repositories.Values.ToList(),
                TokenKey = Tokens.Key,
                AccountSettings = AccountSettings.All,
            })!;
        }
    }

    /// <summary>To be called when what <see cref="Save"/> returned is on disk.</summary>
    public void Saved()
    {
        lock (_gate)
        {
            DeleteUnused(_unusedOnDisk);
        }
    }

    /// <summary>Loads what <see cref="Save"/> returned, without images whose content no longer exists.</summary>
    public void Load(JsonNode state)
    {
        var model = state.Deserialize<RegistryModel>() ?? new RegistryModel();
        lock (_gate)
        {
            foreach (var repository in model.Repositories)
            {
                repository.Blobs.RemoveWhere(digest => !_store.Exists(digest));
                foreach (var image in repository.Images.Values.Where(image => !IsWhole(repository, image)).ToList())
                {
                    Forget(repository, image);
                }

                _repositories[repository.Name] = repository;
            }

            AccountSettings.All = model.AccountSettings;
        }

        if (model.TokenKey.Length > 0)
        {
            Tokens.Key = model.TokenKey;
        }
    }

    /// <summary>Opens the store, and deletes content that no repository knows. A kill between two saves leaves such content.</summary>
    public void Open()
    {
        _store.Open();
        lock (_gate)
        {
            var known = _repositories.Values.SelectMany(repository => repository.Blobs.Concat(repository.Images.Keys));
            _store.Sweep(new HashSet<string>(known, StringComparer.Ordinal));
        }
    }

    /// <summary>Ends every upload and closes the store.</summary>
    public void Close()
    {
        foreach (var upload in _uploads.Values)
        {
            Cancel(upload);
        }

        _store.Close();
    }

    private RegistryRepository Get(string name)
        => _repositories.TryGetValue(name, out var repository) ? repository : throw RegistryErrors.RepositoryNotFound(name);

    private bool IsWhole(RegistryRepository repository, StoredImage image)
        => _store.Exists(image.Digest) && image.Blobs.TrueForAll(blob => repository.Blobs.Contains(blob.Digest));

    private static void Forget(RegistryRepository repository, StoredImage image)
    {
        repository.Images.Remove(image.Digest);
        foreach (var tag in repository.TagsOf(image.Digest))
        {
            repository.ImageTags.Remove(tag);
        }
    }

    // All repositories share blobs. A blob is deleted when the last repository that has it deletes it.
    private void RemoveUnused(IEnumerable<string> digests)
    {
        foreach (var digest in digests.Distinct(StringComparer.Ordinal).ToList())
        {
            if (!IsUsed(digest))
            {
                _unused.Add(digest);
            }
        }

        if (_store.IsTemporary)
        {
            DeleteUnused(_unused);
        }
    }

    private void DeleteUnused(HashSet<string> digests)
    {
        foreach (var digest in digests.Where(digest => !IsUsed(digest)))
        {
            _store.Remove(digest);
        }

        digests.Clear();
    }

    private bool IsUsed(string digest)
        => _repositories.Values.Any(repository => repository.Blobs.Contains(digest) || repository.Images.ContainsKey(digest));
}
