using System;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace AwsSdk.Wire;

internal static class WireErrors
{
    /// <summary>The exception for an error: its own class if the operation declares the code, else the service's base exception.</summary>
    public static AmazonServiceException Error(this WireOperation operation, ErrorResponse error) =>
        operation.Service.CreateError(Array.IndexOf(operation.Errors, error.Code) >= 0 ? error.Code : string.Empty, error);
}
