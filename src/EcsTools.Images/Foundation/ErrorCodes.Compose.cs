namespace EcsTools;

/// <content>Compose files.</content>
public static partial class ErrorCodes
{
    private const string ComposeArea = "Compose files";

    /// <summary>A folder has no compose file.</summary>
    /// <remarks>Give the path of the file, or name it <c>compose.yaml</c>.</remarks>
    public static readonly ErrorCode ComposeFileNotFound = Define(ComposeArea, ErrorKind.NotFound);

    /// <summary>A compose file asks for something that ECS cannot do, and the app would behave differently without it.</summary>
    /// <remarks>Change the file at the lines that the error names. docs/compose.md lists what becomes of each key.</remarks>
    public static readonly ErrorCode ComposeNotSupported = Define(ComposeArea, ErrorKind.InvalidArgument);

    /// <summary>A compose file requires a variable that is not set.</summary>
    /// <remarks>Set the variable, or write it into the file <c>.env</c> beside the compose file.</remarks>
    public static readonly ErrorCode ComposeVariableMissing = Define(ComposeArea, ErrorKind.InvalidArgument);

    /// <summary>A folder has no manifest of AWS Copilot.</summary>
    /// <remarks>Give the folder <c>copilot</c>, with a <c>manifest.yml</c> in a folder for each service.</remarks>
    public static readonly ErrorCode CopilotManifestNotFound = Define(ComposeArea, ErrorKind.NotFound);

    /// <summary>A compose file is not valid, or a value in it has a wrong type.</summary>
    /// <remarks>Correct the file at the line and column that the error names.</remarks>
    public static readonly ErrorCode InvalidComposeFile = Define(ComposeArea, ErrorKind.InvalidArgument);

    /// <summary>A parameter applies to an app from a folder with a Dockerfile, and a compose file was given, or the other way round.</summary>
    /// <remarks>Write the setting into the compose file, and leave out the parameter.</remarks>
    public static readonly ErrorCode ParameterOfOtherApp = Define(ComposeArea, ErrorKind.InvalidArgument);
}
