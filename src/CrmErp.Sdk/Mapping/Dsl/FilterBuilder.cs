using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk;

/// <summary>Declares conditions on an external record; all must hold.</summary>
public sealed class FilterBuilder
{
    private readonly List<RecordFilter> _conditions = [];

    internal FilterBuilder()
    {
    }

    internal IReadOnlyList<RecordFilter> Conditions => _conditions;

    /// <summary>Begins a condition on an external field.</summary>
    /// <param name="path">The connector's field path.</param>
    public FilterCondition Field(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new FilterCondition(this, path);
    }

    internal FilterBuilder Add(RecordFilter condition)
    {
        _conditions.Add(condition);
        return this;
    }
}

/// <summary>A condition that was begun.</summary>
public sealed class FilterCondition
{
    private readonly FilterBuilder _builder;
    private readonly string _path;

    internal FilterCondition(FilterBuilder builder, string path)
    {
        _builder = builder;
        _path = path;
    }

    /// <summary>The field has one of the values.</summary>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public FilterBuilder In(params FieldValue[] values) => Add(FilterOperator.In, values);

    /// <summary>The field has none of the values.</summary>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public FilterBuilder NotIn(params FieldValue[] values) => Add(FilterOperator.NotIn, values);

    /// <summary>The field has the value.</summary>
    public FilterBuilder Is(FieldValue value) => Add(FilterOperator.In, [value]);

    /// <summary>The field has another value.</summary>
    public FilterBuilder IsNot(FieldValue value) => Add(FilterOperator.NotIn, [value]);

    /// <summary>The field is at least the value; an empty field is not.</summary>
    public FilterBuilder AtLeast(FieldValue value) => Add(FilterOperator.AtLeast, [value]);

    /// <summary>The field is at most the value; an empty field is not.</summary>
    public FilterBuilder AtMost(FieldValue value) => Add(FilterOperator.AtMost, [value]);

    /// <summary>The field is empty.</summary>
    public FilterBuilder IsEmpty() => _builder.Add(new RecordFilter(_path, FilterOperator.IsEmpty, []));

    /// <summary>The field is not empty.</summary>
    public FilterBuilder IsNotEmpty() => _builder.Add(new RecordFilter(_path, FilterOperator.IsNotEmpty, []));

    private FilterBuilder Add(FilterOperator comparison, FieldValue[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Length == 0
            ? throw new ArgumentException($"The condition on '{_path}' needs a value.", nameof(values))
            : _builder.Add(new RecordFilter(_path, comparison, values));
    }
}
