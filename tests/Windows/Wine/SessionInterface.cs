using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace EcsTools.WindowsHost;

/// <summary>Shows text without colours, and answers no question, as pwsh -NonInteractive does.</summary>
internal sealed class SessionInterface(TextSink output) : PSHostUserInterface
{
    public override PSHostRawUserInterface RawUI { get; } = new FixedScreen();

    public override void Write(string value) => output.Write(value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => output.Write(value);

    public override void WriteLine(string value) => output.Write(value + Environment.NewLine);

    public override void WriteErrorLine(string value) => output.WriteErrorLine(value);

    public override void WriteWarningLine(string message) => WriteLine("WARNING: " + message);

    public override void WriteVerboseLine(string message) => WriteLine("VERBOSE: " + message);

    public override void WriteDebugLine(string message) => WriteLine("DEBUG: " + message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
    }

    public override string ReadLine() => throw NobodyAnswers();

    public override SecureString ReadLineAsSecureString() => throw NobodyAnswers();

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw NobodyAnswers();

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) => throw NobodyAnswers();

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw NobodyAnswers();

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) => throw NobodyAnswers();

    private static PSInvalidOperationException NobodyAnswers()
        => new("Windows PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.");

    /// <summary>A screen of 120 columns that nothing is drawn on.</summary>
    private sealed class FixedScreen : PSHostRawUserInterface
    {
        private static readonly Size Whole = new(120, 50);

        public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

        public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

        public override Size BufferSize { get; set; } = Whole;

        public override Coordinates CursorPosition { get; set; }

        public override int CursorSize { get; set; } = 25;

        public override bool KeyAvailable => false;

        public override Size MaxPhysicalWindowSize => Whole;

        public override Size MaxWindowSize => Whole;

        public override Coordinates WindowPosition { get; set; }

        public override Size WindowSize { get; set; } = Whole;

        public override string WindowTitle { get; set; } = "EcsTools";

        public override void FlushInputBuffer()
        {
        }

        public override BufferCell[,] GetBufferContents(Rectangle rectangle) => new BufferCell[0, 0];

        public override KeyInfo ReadKey(ReadKeyOptions options) => throw NobodyAnswers();

        public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill)
        {
        }

        public override void SetBufferContents(Coordinates origin, BufferCell[,] contents)
        {
        }

        public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
        {
        }
    }
}
