namespace EcsTools.Schedules;

/// <summary>The errors about schedules.</summary>
internal static class ScheduleProblems
{
    public static EcsToolsException NameTaken(string name, string what)
        => new(
            ErrorCodes.ScheduleNameTaken,
            $"There is a {what} '{name}' that does not run an ECS task. It was not changed.",
            "Use another -Name.",
            "Name",
            name);

    public static EcsToolsException Wrong(ErrorCode code, string parameter, object? value, string message, string remedy)
        => new(code, message, remedy, parameter, value);
}
