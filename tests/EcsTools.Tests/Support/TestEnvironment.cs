using System;
using System.Runtime.CompilerServices;

namespace EcsTools.Tests.Support;

/// <summary>No test may read, let alone write, the AWS files of whoever runs it.</summary>
internal static class TestEnvironment
{
    [ModuleInitializer]
    internal static void ForgetTheUser()
    {
        foreach (var name in new[] { "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_PROFILE", "AWS_DEFAULT_PROFILE" })
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }
}
