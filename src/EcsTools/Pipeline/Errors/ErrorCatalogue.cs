using System;
using System.IO;
using System.Management.Automation;
using System.Net.Http;
using System.Net.Sockets;
using EcsTools.Aws;

namespace EcsTools.Pipeline.Errors;

/// <summary>The only place that turns an exception into an error record: its id, category, target and remedy.</summary>
internal static class ErrorCatalogue
{
    /// <summary>Creates the record.</summary>
    /// <param name="exception">What went wrong. The record keeps the exception unchanged, with AWS's request id and error code.</param>
    /// <param name="target">The record at fault, if the exception names none.</param>
    public static ErrorRecord ToRecord(Exception exception, object? target = null)
    {
        exception = exception is AggregateException { InnerExceptions.Count: 1 } single ? single.InnerExceptions[0] : exception;
        var problem = Describe(exception);
        return new ErrorRecord(exception, problem.Code.Id, ErrorCategories.Of(problem.Code.Kind), problem.Target ?? target)
        {
            ErrorDetails = new ErrorDetails(Text(problem)) { RecommendedAction = problem.Remedy ?? "" },
        };
    }

    // PowerShell 7 shows the recommended action below the message. Windows PowerShell shows only the message.
    private static string Text(Problem problem)
#if NETSTANDARD2_0
        => string.IsNullOrEmpty(problem.Remedy) ? problem.Message
            : problem.Message + (problem.Message.IndexOf('\n') < 0 ? " " : Environment.NewLine) + problem.Remedy;
#else
        => problem.Message;
#endif

    private static Problem Describe(Exception exception)
    {
        if (Find<EcsToolsException>(exception) is { } own)
        {
            return new(own.Code, own.Message, own.Remedy, own.Target);
        }

        if (AwsErrorInfo.TryRead(exception, out var aws) && aws is not null)
        {
            return AwsApiErrors.Describe(aws);
        }

        if (DiskSpace.IsFull(exception))
        {
            // First: what cannot be read or written while it is sent looks like a problem of the network.
            return new(
                ErrorCodes.DiskFull with { Kind = ErrorKind.NotWritten },
                $"The disk is full: {Innermost(exception).Message}",
                "Free some space, then run the command again.");
        }

        return DockerApiErrors.Describe(exception) ?? Network(exception) ?? Files(exception) ?? Other(exception);
    }

    private static Problem? Network(Exception exception)
    {
        var socket = Find<SocketException>(exception);
        var http = Find<HttpRequestException>(exception);
        if (socket is null && http is null)
        {
            return null;
        }

        var unknownHost = socket?.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain;
        return new(
            ErrorCodes.EndpointUnreachable,
            $"The endpoint cannot be reached: {Reason(http, Innermost(exception))}",
            unknownHost
                ? "The host name has no address: check -Region (not every service is in every region), -EndpointUrl and the name resolution of this machine."
                : "Check the network, the proxy (HTTPS_PROXY), -Region and -EndpointUrl, then run the command again.");
    }

    private static Problem? Files(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => new(
            ErrorCodes.PathNotFound, exception.Message, "Check the path.", (exception as FileNotFoundException)?.FileName),
        UnauthorizedAccessException => new(
            ErrorCodes.FileAccessDenied, exception.Message, "Check the owner and the permissions of the file or folder."),
        IOException => new(ErrorCodes.FileError, exception.Message, "Check the file and the disk it is on."),
        _ => null,
    };

    private static Problem Other(Exception exception) => exception switch
    {
        TimeoutException or OperationCanceledException => new(
            ErrorCodes.TimedOut, $"There was no answer in time: {exception.Message}", "Run the command again: what it finished stays finished."),
        ArgumentException => new(ErrorCodes.InvalidArgument, exception.Message, null),
        _ => new(
            ErrorCode.Unexpected(exception.GetType()), exception.Message, "EcsTools does not expect this error: run Get-Error to see the whole exception."),
    };

    private static T? Find<T>(Exception exception)
        where T : Exception
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is T found)
            {
                return found;
            }
        }

        return null;
    }

    // .NET names host and port in the outer message, .NET Framework gives the reason in the inner one. The user needs both.
    private static string Reason(Exception? outer, Exception inner)
        => outer is null || ReferenceEquals(outer, inner) || outer.Message.Contains(inner.Message)
            ? (outer ?? inner).Message
            : $"{outer.Message} {inner.Message}";

    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception;
    }
}
