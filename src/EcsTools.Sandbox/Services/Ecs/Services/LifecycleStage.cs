namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The stages of a deployment that shifts traffic, in their order.</summary>
internal static class LifecycleStage
{
    public const string ReconcileService = "RECONCILE_SERVICE";
    public const string PreScaleUp = "PRE_SCALE_UP";
    public const string ScaleUp = "SCALE_UP";
    public const string PostScaleUp = "POST_SCALE_UP";
    public const string TestTrafficShift = "TEST_TRAFFIC_SHIFT";
    public const string PostTestTrafficShift = "POST_TEST_TRAFFIC_SHIFT";

    /// <summary>Only hooks name it. A deployment that waits there shows the stage before.</summary>
    public const string PreProductionTrafficShift = "PRE_PRODUCTION_TRAFFIC_SHIFT";

    public const string ProductionTrafficShift = "PRODUCTION_TRAFFIC_SHIFT";
    public const string PostProductionTrafficShift = "POST_PRODUCTION_TRAFFIC_SHIFT";
    public const string BakeTime = "BAKE_TIME";
    public const string CleanUp = "CLEAN_UP";
}
