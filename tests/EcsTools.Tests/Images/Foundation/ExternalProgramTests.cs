using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Images.Foundation;

public sealed class ExternalProgramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ExternalProgramTests() => Skip.If(OperatingSystem.IsWindows(), "the programs are shell scripts");

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Input_and_outputs_are_passed_on()
    {
        var result = await Shell("cat; echo problem >&2; exit 3").RunAsync("line one\nline two", null, default);

        Assert.Equal((3, "line one\nline two", "problem"), (result.ExitCode, result.Output.Trim(), result.Complaint));
    }

    [SkippableFact]
    public async Task Lines_of_an_error_come_as_they_are_written()
    {
        var lines = new System.Collections.Concurrent.ConcurrentQueue<string>();

        await Shell("printf 'one\\r\\ntwo\\nthree' >&2").RunAsync("", lines.Enqueue, default);

        Assert.Equal(["one", "two", "three"], lines);
    }

    [SkippableFact]
    public async Task A_program_that_does_not_end_is_ended_with_everything_it_started_and_the_limit_is_told()
    {
        var program = new ExternalProgram("/bin/sh", "-c", $"sleep 600 & echo $! > '{_folder.File("child")}'; wait") { TimeLimit = TimeSpan.FromSeconds(1) };

        var result = await program.RunAsync("", null, default);

        Assert.Equal((-1, "It did not end within 1 seconds, so it was ended."), (result.ExitCode, result.Complaint));
        await EndedAsync();
    }

    [SkippableFact]
    public async Task A_program_that_reads_no_input_is_no_hang()
    {
        var result = await Shell("exit 0").RunAsync(new string('x', 1 << 20), null, default);

        Assert.Equal(0, result.ExitCode);
    }

    [SkippableFact]
    public async Task A_program_that_writes_without_end_is_ended_and_the_limit_is_told()
    {
        var result = await Shell("while :; do echo 'no end of lines'; done").RunAsync("", null, default);

        Assert.Equal(-1, result.ExitCode);
        Assert.Contains("wrote more than", result.Complaint, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_program_left_behind_that_keeps_the_output_open_is_not_waited_for()
    {
        var result = await Shell($"sleep 600 & echo $! > '{_folder.File("child")}'; echo answer").RunAsync("", null, default);

        // It still sleeps: the answer did not wait for its end.
        Assert.True(IsRunning());
        Assert.Equal("answer", result.Output.Trim());
        System.Diagnostics.Process.GetProcessById(Child).Kill();
    }

    [SkippableFact]
    public async Task A_cancelled_program_is_ended_with_everything_it_started()
    {
        using var stop = new CancellationTokenSource();
        var run = Shell($"sleep 600 & echo $! > '{_folder.File("child")}'; echo on >&2; wait").RunAsync("", _ => stop.Cancel(), stop.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        await EndedAsync();
    }

    private int Child => int.Parse(File.ReadAllText(_folder.File("child")), System.Globalization.CultureInfo.InvariantCulture);

    private static ExternalProgram Shell(string script) => new("/bin/sh", "-c", script);

    /// <summary>A killed process is there until its parent, or the system, has taken note of it.</summary>
    private async Task EndedAsync()
    {
        while (IsRunning())
        {
            await Task.Delay(20);
        }
    }

    private bool IsRunning()
    {
        try
        {
            // The state follows the name in brackets. A zombie has ended.
            return File.ReadAllText($"/proc/{Child}/stat").Split(')').Last().TrimStart()[0] is not ('Z' or 'X');
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException or IOException)
        {
            return false;
        }
    }
}
