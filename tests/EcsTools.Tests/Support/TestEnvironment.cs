using System;
using System.IO;
using System.Runtime.CompilerServices;

namespace EcsTools.Tests.Support;

/// <summary>No test may read, let alone write, the AWS files and the cache of whoever runs it.</summary>
internal static class TestEnvironment
{
    [ModuleInitializer]
    internal static void ForgetTheUser()
    {
        foreach (var name in new[] { "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_PROFILE", "AWS_DEFAULT_PROFILE" })
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        // What tests teach this machine, it need not remember for its user.
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("ECSTOOLS_CACHE")))
        {
            Environment.SetEnvironmentVariable("ECSTOOLS_CACHE", Path.Combine(Path.GetTempPath(), "ecstools-tests-cache"));
        }
    }
}
