using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;

namespace EcsTools.Pipeline.Input;

/// <summary>A parameter that says what a command works on, and that the pipeline can bind.</summary>
internal sealed class InputSubject
{
    private readonly PropertyInfo _property;
    private readonly SubjectAttribute _subject;

    private InputSubject(PropertyInfo property, SubjectAttribute subject, bool takesRecord)
    {
        (_property, _subject) = (property, subject);
        var alias = property.GetCustomAttribute<AliasAttribute>(inherit: false);
        Names = new[] { property.Name }.Concat(alias?.AliasNames ?? []).ToList();
        TakesText = takesRecord
            && (property.PropertyType == typeof(string) || property.PropertyType == typeof(string[]) || property.PropertyType == typeof(object));
    }

    /// <summary>The parameter's name and its aliases.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The parameter's name.</summary>
    public string Name => _property.Name;

    public int Rank => _subject.Rank;

    public IReadOnlyList<Type> Types => _subject.Types;

    /// <summary>Whether an empty text is a value of the parameter.</summary>
    public bool MayBeEmpty => _subject.MayBeEmpty;

    /// <summary>Whether text from the pipeline is a value of the parameter.</summary>
    public bool TakesText { get; }

    /// <summary>Whether the object has a property that only things of another kind have.</summary>
    public bool IsOtherKind(PSObject row) => _subject.OtherKinds.Any(name => row.Properties[name] is not null);

    /// <summary>Whether the row has a property for the parameter, with or without a value.</summary>
    public bool IsIn(PSObject row) => Names.Concat(_subject.KnownBy).Any(name => row.Properties[name] is not null);

    /// <summary>Whether the row has a property of which only the parameter's own kind of thing speaks. Anything can have a Name.</summary>
    public bool IsSpecificallyIn(PSObject row) => Names.Concat(_subject.KnownBy).Any(name => name != "Name" && row.Properties[name] is not null);

    /// <summary>Whether the parameter has a value at this moment.</summary>
    public bool HasValue(PSCmdlet command) => _property.GetValue(command) switch
    {
        null => false,
        string text => !string.IsNullOrWhiteSpace(text),
        IEnumerable items => items.Cast<object?>().Any(item => !string.IsNullOrWhiteSpace(item?.ToString())),
        ValueType => command.MyInvocation.BoundParameters.ContainsKey(Name),
        _ => true,
    };

    /// <summary>The subjects of a command.</summary>
    public static IReadOnlyList<InputSubject> Of(Type command)
        => (from property in command.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            let subject = property.GetCustomAttribute<SubjectAttribute>(inherit: false)
            let parameters = property.GetCustomAttributes<ParameterAttribute>(inherit: false).ToList()
            where subject is not null && parameters.Exists(parameter => parameter.ValueFromPipeline || parameter.ValueFromPipelineByPropertyName)
            orderby subject.Rank
            select new InputSubject(property, subject, parameters.Exists(parameter => parameter.ValueFromPipeline))).ToList();
}
