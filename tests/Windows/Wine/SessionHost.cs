using System;
using System.Globalization;
using System.Management.Automation.Host;

namespace EcsTools.WindowsHost;

/// <summary>The host of a session that nobody sits at.</summary>
internal sealed class SessionHost(TextSink output) : PSHost
{
    /// <summary>What the script exited with; null if it did not.</summary>
    public int? ExitCode { get; private set; }

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "ConsoleHost";

    public override Version Version => typeof(PSHost).Assembly.GetName().Version!;

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override PSHostUserInterface UI { get; } = new SessionInterface(output);

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new NotSupportedException("Nobody can answer a nested prompt.");

    public override void ExitNestedPrompt()
    {
    }

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
