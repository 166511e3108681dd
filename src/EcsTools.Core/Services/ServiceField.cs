using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Services;

/// <summary>A setting of a service, or one member of it, as text.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Member">The member of the setting, or null for the whole setting.</param>
/// <param name="Value">Its value; null or empty if it has none.</param>
internal sealed record ServiceField(ServiceSetting Setting, string? Member, string? Value)
{
    /// <summary>The whole setting.</summary>
    public ServiceField(ServiceSetting setting, string? value)
        : this(setting, null, value)
    {
    }

    /// <summary>The name that users see: that of the API, such as <c>networkConfiguration.subnets</c>.</summary>
    public string Name => NameOf(Setting) + (Member is null ? "" : "." + Member);

    /// <summary>The name of a setting in the API.</summary>
    public static string NameOf(ServiceSetting setting) => char.ToLowerInvariant(setting.ToString()[0]) + setting.ToString().Substring(1);
}

/// <summary>A setting that differs.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Change">The difference, as users see it.</param>
internal sealed record ServiceDifference(ServiceSetting Setting, FieldChange Change)
{
    /// <summary>Fields of the second that differ from the first, with both values. An empty text means that there is no value.</summary>
    /// <param name="before">Fields before the change.</param>
    /// <param name="after">The same fields after it.</param>
    public static IEnumerable<ServiceDifference> Between(IEnumerable<ServiceField> before, IEnumerable<ServiceField> after)
        => before.Zip(after, (from, to) => new ServiceDifference(
                to.Setting, new FieldChange(to.Name, ServiceSettingsText.Blank(from.Value), ServiceSettingsText.Blank(to.Value))))
            .Where(difference => difference.Change.From != difference.Change.To);

    /// <summary>The task definition differs.</summary>
    /// <param name="from">ARN before the change.</param>
    /// <param name="to">What runs after it, as text.</param>
    public static ServiceDifference OfDefinition(string from, string to)
        => new(
            ServiceSetting.TaskDefinition,
            new FieldChange(ServiceField.NameOf(ServiceSetting.TaskDefinition), ServiceSettingsText.Definition(from), to));

    /// <summary>A field in the task definition differs.</summary>
    public static ServiceDifference InDefinition(FieldChange field)
        => new(ServiceSetting.TaskDefinition, field with { Field = $"{ServiceField.NameOf(ServiceSetting.TaskDefinition)}.{field.Field}" });
}
