// Commands over the module's own base classes, compiled by the tests that need them.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using EcsTools;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.TestCommands
{
    public static class Running
    {
        public static int Steps;
        public static int Cancelled;
        public static int Disposed;
        public static int Written;
    }

    [Cmdlet(VerbsDiagnostic.Test, "EcsStream", SupportsShouldProcess = true)]
    public sealed class TestEcsStreamCommand : AsyncCommand
    {
        [Parameter(ValueFromPipeline = true), Subject] public object InputObject { get; set; }
        [Parameter] public int Count { get; set; } = int.MaxValue;
        [Parameter] public int ErrorAt { get; set; } = -1;
        [Parameter] public int ThrowAt { get; set; } = -1;
        [Parameter] public int Threads { get; set; } = 1;
        [Parameter] public SwitchParameter Ask { get; set; }

        protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref Running.Steps);
            try
            {
                await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(() => WriteAsync(pipeline, cancellationToken))));
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref Running.Cancelled);
                throw;
            }
            finally
            {
                Interlocked.Decrement(ref Running.Steps);
            }
        }

        private async Task WriteAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
        {
            for (var i = 1; i <= Count; i++)
            {
                if (Ask && !await pipeline.ShouldProcessAsync("number " + i, "Write")) { continue; }
                if (i == ErrorAt) { pipeline.WriteError(new EcsToolsException(new ErrorCode("NumberRefused", ErrorKind.Conflict), "Number " + i + " is refused.")); }
                if (i == ThrowAt) { throw new EcsToolsException(new ErrorCode("NumberFailed", ErrorKind.Failed), "Number " + i + " failed.", target: i); }
                pipeline.WriteObject(i);
                Interlocked.Increment(ref Running.Written);
                if (i % 64 == 0) { await Task.Delay(1, cancellationToken); }
            }
        }

        protected override void Dispose(bool disposing)
        {
            Interlocked.Increment(ref Running.Disposed);
            base.Dispose(disposing);
        }
    }

    [Cmdlet(VerbsDiagnostic.Test, "EcsError")]
    public sealed class TestEcsErrorCommand : AsyncCommand
    {
        [Parameter(Position = 0, ValueFromPipeline = true), Subject] public string Name { get; set; }
        [Parameter] public int Cpu { get; set; }
        [Parameter] public string Code { get; set; }
        [Parameter] public string Message { get; set; } = "It went wrong.";

        protected override Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
        {
            if (Code != null)
            {
                throw new AmazonClientException("Wrapped.", new AmazonServiceException(Message, ErrorType.Sender, Code, "request-1", HttpStatusCode.BadRequest));
            }

            if (Enum.TryParse<ErrorKind>(Name, out var kind))
            {
                throw new EcsToolsException(new ErrorCode("Kind" + Name, kind), "The value " + Cpu + " is wrong.", "Do better.", "Cpu", Cpu);
            }

            throw Name switch
            {
                "UnknownHost" => new HttpRequestException("No such host.", new SocketException((int)SocketError.HostNotFound)),
                "Refused" => new AmazonServiceException("Cannot connect.", new HttpRequestException("Refused.", new SocketException((int)SocketError.ConnectionRefused))),
                "DiskFull" => Full(),
                "Denied" => new UnauthorizedAccessException("Access to the path is denied."),
                "Missing" => new FileNotFoundException("There is no such file.", "a.txt"),
                "Canceled" => new TaskCanceledException("The request timed out."),
                "Aggregate" => new AggregateException(new EcsToolsException(new ErrorCode("Inner", ErrorKind.NotFound), "Inner.")),
                _ => new NotSupportedException("Never thought of."),
            };
        }

        private static IOException Full() { var e = new IOException("No space left on device"); e.HResult = OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28; return e; }
    }

    [Cmdlet(VerbsDiagnostic.Test, "EcsProgress")]
    public sealed class TestEcsProgressCommand : AsyncCommand
    {
        [Parameter] public int Reports { get; set; } = 2000;
        [Parameter] public SwitchParameter Throw { get; set; }

        protected override async Task EndProcessingAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
        {
            for (var i = 0; i < Reports; i++)
            {
                pipeline.Progress.Report(new OperationProgress("Pushing web", "blob " + i, i * 100 / Reports));
                pipeline.Progress.Report(new OperationProgress("Pushing web", "sent", i * 100 / Reports, Item: "layer"));
                if (i % 100 == 0) { await Task.Delay(5, cancellationToken); }
            }

            pipeline.Progress.Report(new OperationProgress("Pushing web", "done", Item: "layer", Completed: true));
            pipeline.Progress.Report(new OperationProgress("Pushing web", "never shown", Item: "other", Completed: true));
            pipeline.Progress.Report(new OperationProgress("Pushing web", "a detail", Item: "layer", Level: ProgressLevel.Verbose));
            pipeline.Progress.Report(new OperationProgress("Pushing web", "a worry", Level: ProgressLevel.Warning));
            if (Throw) { throw new EcsToolsException(new ErrorCode("Broken", ErrorKind.Failed), "Broken."); }
        }
    }

    [Cmdlet(VerbsDiagnostic.Test, "EcsPath")]
    public sealed class TestEcsPathCommand : AsyncCommand
    {
        [Parameter(Position = 0)] public string[] Path { get; set; }
        [Parameter(ValueFromPipelineByPropertyName = true), Subject(typeof(FileSystemInfo))] [Alias("PSPath")] public string[] LiteralPath { get; set; }
        [Parameter] public string OutFile { get; set; }

        protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
        {
            if (OutFile != null) { pipeline.WriteObject(await pipeline.ResolveNewPathAsync(OutFile, "OutFile")); return; }
            pipeline.WriteObject(await pipeline.ResolvePathsAsync(Path ?? LiteralPath, Path == null), enumerateCollection: true);
        }
    }

    [Cmdlet(VerbsDiagnostic.Test, "EcsDuration")]
    public sealed class TestEcsDurationCommand : AsyncCommand
    {
        [Parameter(Position = 0)] [Duration] public TimeSpan Every { get; set; }

        protected override Task EndProcessingAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
        {
            pipeline.WriteObject(Every);
            return Task.CompletedTask;
        }
    }

    [Cmdlet(VerbsDiagnostic.Test, "EcsConnection")]
    public sealed class TestEcsConnectionCommand : AwsCommand
    {
        [Parameter(ValueFromPipelineByPropertyName = true), Subject] public string Name { get; set; }
        [Parameter] public SwitchParameter Account { get; set; }

        protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
        {
            var connection = await ConnectAsync(pipeline, cancellationToken);
            var field = connection.GetType().GetField("_credentials", BindingFlags.Instance | BindingFlags.NonPublic);
            var keys = await ((AWSCredentials)field.GetValue(connection)).GetCredentialsAsync();
            var seen = new PSObject();
            seen.Properties.Add(new PSNoteProperty("Name", Name));
            seen.Properties.Add(new PSNoteProperty("Region", connection.Region));
            seen.Properties.Add(new PSNoteProperty("EndpointUrl", connection.EndpointUrl));
            seen.Properties.Add(new PSNoteProperty("AccessKey", keys.AccessKey));
            seen.Properties.Add(new PSNoteProperty("Token", keys.Token));
            seen.Properties.Add(new PSNoteProperty("Id", System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(connection)));
            if (Account) { seen.Properties.Add(new PSNoteProperty("AccountId", await connection.GetAccountIdAsync(cancellationToken))); }
            pipeline.WriteObject(seen);
        }
    }

    // A role that may do anything, and the key of a user who may assume it: the root may assume no role.
    [Cmdlet(VerbsCommon.New, "EcsTestRole")]
    public sealed class NewEcsTestRoleCommand : AsyncCommand
    {
        [Parameter(Mandatory = true, Position = 0)] public string Name { get; set; }
        [Parameter(ValueFromPipelineByPropertyName = true), Subject] public string EndpointUrl { get; set; }
        [Parameter(ValueFromPipelineByPropertyName = true)] public string AccessKey { get; set; }
        [Parameter(ValueFromPipelineByPropertyName = true)] public string SecretKey { get; set; }

        protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
        {
            var config = new AmazonIdentityManagementServiceConfig { ServiceURL = EndpointUrl, AuthenticationRegion = "us-east-1" };
            using var iam = new AmazonIdentityManagementServiceClient(new BasicAWSCredentials(AccessKey, SecretKey), config);
            var user = (await iam.CreateUserAsync(new CreateUserRequest { UserName = Name + "-caller" }, cancellationToken)).User;
            var key = (await iam.CreateAccessKeyAsync(new CreateAccessKeyRequest { UserName = user.UserName }, cancellationToken)).AccessKey;
            var trust = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"" + user.Arn + "\"},\"Action\":\"sts:AssumeRole\"}]}";
            const string All = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}";
            var role = await iam.CreateRoleAsync(new CreateRoleRequest { RoleName = Name, AssumeRolePolicyDocument = trust }, cancellationToken);
            await iam.PutRolePolicyAsync(new PutRolePolicyRequest { RoleName = Name, PolicyName = "all", PolicyDocument = All }, cancellationToken);
            var made = new PSObject();
            made.Properties.Add(new PSNoteProperty("Arn", role.Role.Arn));
            made.Properties.Add(new PSNoteProperty("AccessKey", key.AccessKeyId));
            made.Properties.Add(new PSNoteProperty("SecretKey", key.SecretAccessKey));
            pipeline.WriteObject(made);

            // A new key is not accepted at once.
            await Task.Delay(TimeSpan.FromSeconds(3), cancellationToken);
        }
    }
}
