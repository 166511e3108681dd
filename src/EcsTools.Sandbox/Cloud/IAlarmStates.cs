namespace EcsTools.Sandbox.Cloud;

/// <summary>The states of CloudWatch alarms, for services that watch them. It must not wait, and calls no service: it is asked under locks.</summary>
internal interface IAlarmStates
{
    /// <summary>Whether there is such an alarm and its state is ALARM.</summary>
    bool IsInAlarm(string name);
}
