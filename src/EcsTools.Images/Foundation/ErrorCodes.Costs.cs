namespace EcsTools;

/// <content>Costs.</content>
public static partial class ErrorCodes
{
    private const string CostArea = "Costs";

    /// <summary>The price of something is not known for the region.</summary>
    /// <remarks>Download the prices with <c>Measure-FargateCost -Refresh</c>, or use another -Region.</remarks>
    public static readonly ErrorCode PriceUnknown = Define(CostArea, ErrorKind.NotFound);

    /// <summary>The public price list of AWS cannot be read.</summary>
    /// <remarks>Check the region and the connection, or leave out -Refresh.</remarks>
    public static readonly ErrorCode PriceListUnreadable = Define(CostArea, ErrorKind.Failed);

    /// <summary>The cost of a schedule needs the length of a run.</summary>
    /// <remarks>Give -RunDuration, such as -RunDuration 5m.</remarks>
    public static readonly ErrorCode RunDurationMissing = Define(CostArea, ErrorKind.InvalidArgument);

    /// <summary>A task has not begun to pull its image, so nothing of it is billed yet.</summary>
    /// <remarks>Wait until the task runs, with Wait-FargateTask.</remarks>
    public static readonly ErrorCode TaskNotBilled = Define(CostArea, ErrorKind.Failed);
}
