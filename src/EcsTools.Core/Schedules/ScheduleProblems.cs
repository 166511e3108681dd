namespace EcsTools.Schedules;

/// <summary>Errors of schedules.</summary>
internal static class ScheduleProblems
{
    public static EcsToolsException NameTaken(string name, string what)
        => new(
            "ScheduleNameTaken",
            ErrorKind.AlreadyExists,
            $"There is a {what} '{name}' that runs no ECS task: it is left as it is.",
            "Use another name.",
            "Name",
            name);

    public static EcsToolsException Wrong(string id, string parameter, object? value, string message, string remedy)
        => new(id, ErrorKind.InvalidArgument, message, remedy, parameter, value);
}
