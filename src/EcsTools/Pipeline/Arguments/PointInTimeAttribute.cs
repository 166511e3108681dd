using System;
using System.Globalization;
using System.Management.Automation;

namespace EcsTools.Pipeline.Arguments;

/// <summary>Lets a <see cref="DateTime"/> parameter accept a time, or how long ago it was: <c>15m</c>, <c>1d</c>.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class PointInTimeAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            DateTime => value,
            DateTimeOffset time => time.UtcDateTime,
            TimeSpan ago => DateTime.UtcNow - ago,
            string text when DurationAttribute.TryParse(text, out var ago) && text.IndexOf(':') < 0 => DateTime.UtcNow - ago,

            // PowerShell reads 30s as a short integer and 1d as a decimal, but the original text is still available.
            IConvertible and not string when DurationAttribute.TryParse(
                LanguagePrimitives.ConvertTo<string>(inputData), out var ago) => DateTime.UtcNow - ago,
            string text when DateTime.TryParse(text, CultureInfo.CurrentCulture, DateTimeStyles.None, out var time)
                || DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out time) => time,
            _ => throw new ArgumentTransformationMetadataException(
                $"'{value}' is not a time. Use a time such as '2027-01-31 09:00', or an age such as 15m."),
        };
    }
}
