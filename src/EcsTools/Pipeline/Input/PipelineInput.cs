using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.IO;
using System.Linq;
using System.Management.Automation;

namespace EcsTools.Pipeline.Input;

/// <summary>
/// The input that one call of a command gets from the pipeline. Checks that each record names what the command works on. It sees the records
/// through a dynamic parameter that exists only in a pipeline and accepts every object.
/// </summary>
internal sealed class PipelineInput(PSCmdlet command)
{
    /// <summary>Name of the dynamic parameter.</summary>
    public const string Parameter = "PipelineRecord";

    private readonly IReadOnlyList<InputSubject> _subjects = InputSubject.Of(command.GetType());
    private HashSet<string> _given = [];
    private List<InputSubject> _explained = [];
    private RuntimeDefinedParameter? _record;

    /// <summary>Whether the command takes input from the pipeline at all.</summary>
    public bool IsTaken => _subjects.Count > 0;

    /// <summary>The dynamic parameter, which is bound before all others.</summary>
    public RuntimeDefinedParameterDictionary Parameters()
    {
        var attributes = new Collection<Attribute> { new ParameterAttribute { ValueFromPipeline = true }, new RecordAttribute(this) };
        _record = new RuntimeDefinedParameter(Parameter, typeof(object), attributes);
        return new RuntimeDefinedParameterDictionary { [Parameter] = _record };
    }

    /// <summary>
    /// Whether the value of a parameter is still a script block, as in <c>-Cluster { $_.Name }</c>, that PowerShell runs for each record.
    /// PowerShell holds it in a type of its own.
    /// </summary>
    public static bool IsScriptBlock(object? value)
        => value?.GetType() is { IsVisible: false } type && type.Namespace == typeof(ScriptBlock).Namespace;

    /// <summary>Tells which parameters the command line gave. No record can bind them.</summary>
    public void Begin(HashSet<string> given) => _given = given;

    /// <summary>Throws if the current record does not name what the command works on.</summary>
    /// <exception cref="EcsToolsException">It names nothing of that kind.</exception>
    public void Check()
    {
        var value = BaseOf(_record?.Value);
        if (value is null || (value is string text && string.IsNullOrWhiteSpace(text) && !Free.Any(subject => subject.MayBeEmpty)))
        {
            var what = value is null ? "$null" : "an empty string";
            throw Refused($"{Command} got {what} from the pipeline. The variable before the pipe is probably not set.");
        }

        if (_explained.Count > 0 && _explained.TrueForAll(subject => subject.HasValue(command)))
        {
            return;
        }

        var items = Items(_record!.Value).ToList();
        if (items.Count == 0)
        {
            throw Refused($"{Command} got an empty list from the pipeline.");
        }

        items.ForEach(CheckItem);
    }

    private string Command => command.MyInvocation.MyCommand.Name;

    /// <summary>The subjects that a record can bind.</summary>
    private IEnumerable<InputSubject> Free => _subjects.Where(subject => !_given.Contains(subject.Name));

    private void CheckItem(object item)
    {
        var value = BaseOf(item)!;
        var candidates = Candidates(item, value).ToList();
        if (candidates.Count == 0)
        {
            throw Refused($"{Command} got {Described(item)} from the pipeline, which does not name what the command works on.");
        }

        var closest = candidates.Where(subject => subject.Rank == candidates.Min(other => other.Rank)).ToList();
        if (!closest.Exists(subject => subject.HasValue(command) || (subject.MayBeEmpty && value is string text && string.IsNullOrWhiteSpace(text))))
        {
            var names = string.Join(" or ", closest.Select(subject => subject.Name));
            throw Refused($"{Command} got {Described(item)} from the pipeline whose {names} is empty.");
        }
    }

    /// <summary>The subjects that the record can be about.</summary>
    private IEnumerable<InputSubject> Candidates(object item, object value)
    {
        if (IsText(value))
        {
            return Free.Where(subject => subject.TakesText);
        }

        var row = PSObject.AsPSObject(item);
        if (KnownType(row, value) is { } type)
        {
            return Free.Where(subject => subject.Types.Any(accepted => IsOf(accepted, type, value)));
        }

        // Of an object of another program, a property with the general name Name says too little.
        return IsRow(row, value)
            ? Free.Where(subject => subject.IsIn(row) && !subject.IsOtherKind(row))
            : Free.Where(subject => subject.IsSpecificallyIn(row) && !subject.IsOtherKind(row));
    }

    private EcsToolsException Refused(string message)
    {
        var free = Free.ToList();
        if (free.Count == 0)
        {
            return new EcsToolsException(
                ErrorCodes.InputNamesNothing,
                message,
                IsTaken
                    ? $"Leave out {string.Join(" and ", _subjects.Select(subject => "-" + subject.Name))} so that the input can say it, or run {Command} "
                        + "without input from the pipeline."
                    : $"Run {Command} without input from the pipeline.",
                target: _record?.Value);
        }

        var kinds = free.SelectMany(subject => subject.Types).Distinct().Select(type => type.Name).ToList();
        var text = free.Exists(subject => subject.TakesText) ? $"text (the {free.Find(subject => subject.TakesText)!.Name})" : null;
        var names = $"objects with a property {string.Join(", ", free.Select(subject => Shown(subject.Names)))}";
        var accepted = new[] { text, kinds.Count > 0 ? "objects of type " + string.Join(", ", kinds) : null, names };
        return new EcsToolsException(
            ErrorCodes.InputNamesNothing,
            message,
            $"Pipe {string.Join(", or ", accepted.OfType<string>())}. To use no input, run {Command} without a pipe before it.",
            target: _record?.Value);
    }

    private static string Shown(IReadOnlyList<string> names) => names.Count == 1 ? names[0] : $"{names[0]} ({string.Join(", ", names.Skip(1))})";

    private static string Described(object item)
    {
        var value = BaseOf(item)!;
        return IsText(value) ? $"the text '{value}'" : $"an object of type {KnownType(PSObject.AsPSObject(item), value) ?? value.GetType().Name}";
    }

    private static object? BaseOf(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static bool IsText(object value) => value is IConvertible or Guid or Uri or Version;

    private static IEnumerable<object> Items(object record)
        => BaseOf(record) is IEnumerable list and not string and not IDictionary ? list.Cast<object?>().OfType<object>() : [record];

    private static bool IsRow(PSObject row, object value)
        => value is PSCustomObject or IDictionary
            || (row.TypeNames.FirstOrDefault() is { } name
                && (name.StartsWith("Deserialized.", StringComparison.Ordinal) || name.StartsWith("Amazon.", StringComparison.Ordinal)));

    /// <summary>
    /// Name of the type, if it is one of those that the commands know: their own output (also what is left of it after Select-Object or a
    /// remote session), files and credentials.
    /// </summary>
    private static string? KnownType(PSObject row, object value)
    {
        if (value is FileSystemInfo or PSCredential)
        {
            return value.GetType().Name;
        }

        var name = row.TypeNames.FirstOrDefault() ?? "";
        foreach (var prefix in new[] { "Selected.", "Deserialized." })
        {
            name = name.StartsWith(prefix, StringComparison.Ordinal) ? name.Substring(prefix.Length) : name;
        }

        var models = typeof(Models.FargateTask).Namespace + ".";
        return name.StartsWith(models, StringComparison.Ordinal) ? name.Substring(models.Length) : null;
    }

    private static bool IsOf(Type accepted, string type, object value) => accepted.IsInstanceOfType(value) || accepted.Name == type;

    /// <summary>Sees each record before the other parameters are bound.</summary>
    private void Look()
    {
        // PowerShell resets the parameters that the last record bound, but it leaves their names in the list of bound parameters. What has a
        // value at this moment was bound by a script block on the command line, as in -Cluster { $_.Name }.
        foreach (var name in command.MyInvocation.BoundParameters.Keys.Where(name => !_given.Contains(name) && !HasValue(name)).ToList())
        {
            command.MyInvocation.BoundParameters.Remove(name);
        }

        _explained = Free.Where(subject => subject.HasValue(command)).ToList();
    }

    private bool HasValue(string parameter)
        => command.GetType().GetProperty(parameter) is { } property
            && property.GetValue(command) is { } value
            && !Equals(value, "")
            && value is not Array { Length: 0 }
            && !(property.PropertyType.IsValueType && value.Equals(Activator.CreateInstance(property.PropertyType)));

    private sealed class RecordAttribute(PipelineInput input) : ArgumentTransformationAttribute
    {
        public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
        {
            input.Look();
            return inputData;
        }
    }
}
