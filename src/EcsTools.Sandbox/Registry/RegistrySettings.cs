using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Sandbox.Registry;

/// <summary>The settings of the account's registry, with the values and defaults that ECR documents for PutAccountSetting.</summary>
internal sealed class RegistrySettings
{
    private const string BlobMounting = "BLOB_MOUNTING";
    private const string Enabled = "ENABLED";

    private static readonly Dictionary<string, string[]> ValuesByName = new(StringComparer.Ordinal)
    {
        // The first value is the default.
        ["BASIC_SCAN_TYPE_VERSION"] = new[] { "AWS_NATIVE", "CLAIR" },
        ["REGISTRY_POLICY_SCOPE"] = new[] { "V2", "V1" },
        [BlobMounting] = new[] { "DISABLED", Enabled },
    };

    private readonly object _gate = new();
    private SortedDictionary<string, string> _settings = new(StringComparer.Ordinal);

    /// <summary>Whether a push may take a blob from another repository.</summary>
    public bool MountsBlobs => Get(BlobMounting) == Enabled;

    /// <summary>A copy of the settings that were set.</summary>
    public SortedDictionary<string, string> All
    {
        get
        {
            lock (_gate)
            {
                return new SortedDictionary<string, string>(_settings, StringComparer.Ordinal);
            }
        }

        set
        {
            lock (_gate)
            {
                _settings = new SortedDictionary<string, string>(value, StringComparer.Ordinal);
            }
        }
    }

    /// <exception cref="Protocol.AwsError">InvalidParameterException: the setting does not exist.</exception>
    public string Get(string name)
    {
        var values = ValuesOf(name);
        lock (_gate)
        {
            return _settings.TryGetValue(name, out var value) ? value : values[0];
        }
    }

    /// <exception cref="Protocol.AwsError">InvalidParameterException: the setting or its value does not exist.</exception>
    public void Put(string name, string value)
    {
        var values = ValuesOf(name);
        if (!values.Contains(value))
        {
            throw RegistryErrors.Invalid("value", $"Member must satisfy enum value set: [{string.Join(", ", values)}]");
        }

        lock (_gate)
        {
            _settings[name] = value;
        }
    }

    private static string[] ValuesOf(string name)
        => ValuesByName.TryGetValue(name, out var values)
            ? values
            : throw RegistryErrors.Invalid("name", $"Member must satisfy enum value set: [{string.Join(", ", ValuesByName.Keys)}]");
}
