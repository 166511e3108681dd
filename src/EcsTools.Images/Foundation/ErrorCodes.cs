using System.Runtime.CompilerServices;

namespace EcsTools;

/// <summary>
/// Every error that EcsTools itself reports, with its kind. The names are the error ids that scripts may test for, so they do not change. The
/// documentation of these codes becomes docs/errors.md.
/// </summary>
public static partial class ErrorCodes
{
    private static ErrorCode Define(string area, ErrorKind kind, [CallerMemberName] string id = "") => new(id, kind) { Area = area };
}
