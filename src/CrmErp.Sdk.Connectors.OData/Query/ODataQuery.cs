using System.Globalization;

namespace CrmErp.Sdk.Connectors.OData.Query;

/// <summary>Builds the address of a query, percent-encoded. Each method changes this query and answers it.</summary>
/// <param name="resource">The entity set or the address of a record, encoded.</param>
public sealed class ODataQuery(string resource)
{
    private readonly List<string> _select = [];
    private readonly List<string> _expand = [];
    private readonly List<string> _filter = [];
    private readonly List<string> _orderBy = [];
    private readonly List<(string Name, string Value)> _options = [];

    /// <summary>The fields wanted; of a dotted path its first part. None asks for all.</summary>
    public ODataQuery Select(params IEnumerable<string> fields)
    {
        foreach (var name in fields.Select(f => f.Split('.')[0]).Where(n => !_select.Contains(n, StringComparer.Ordinal)))
        {
            _select.Add(name);
        }

        return this;
    }

    /// <summary>Expands a navigation property.</summary>
    /// <param name="navigation">The property.</param>
    /// <param name="select">The fields wanted of it; none asks for all.</param>
    /// <param name="orderBy">The order of its items.</param>
    public ODataQuery Expand(string navigation, IEnumerable<string>? select = null, string? orderBy = null)
    {
        var options = new List<string>();
        var fields = select is null ? "" : string.Join(',', select);
        if (fields.Length > 0)
        {
            options.Add($"$select={fields}");
        }

        if (orderBy is not null)
        {
            options.Add($"$orderby={orderBy}");
        }

        _expand.Add(options.Count == 0 ? navigation : $"{navigation}({string.Join(';', options)})");
        return this;
    }

    /// <summary>A condition, built with <see cref="ODataFilter"/>; several must all hold. Null and empty are ignored.</summary>
    public ODataQuery Filter(string? condition)
    {
        if (!string.IsNullOrEmpty(condition))
        {
            _filter.Add(condition);
        }

        return this;
    }

    /// <summary>The order, such as <c>lastModifiedDateTime</c> or <c>number desc</c>.</summary>
    public ODataQuery OrderBy(params IEnumerable<string> terms)
    {
        _orderBy.AddRange(terms);
        return this;
    }

    /// <summary>The most records.</summary>
    public ODataQuery Top(int count) => Option("$top", count.ToString(CultureInfo.InvariantCulture));

    /// <summary>Asks for the number of records in all (V4).</summary>
    public ODataQuery WithCount() => Option("$count", "true");

    /// <summary>Another option.</summary>
    public ODataQuery Option(string name, string value)
    {
        _options.Add((name, value));
        return this;
    }

    /// <summary>The address.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        Add(parts, "$filter", _filter.Count == 1 ? _filter[0] : string.Join(" and ", _filter.Select(f => $"({f})")));
        Add(parts, "$select", string.Join(',', _select));
        Add(parts, "$expand", string.Join(',', _expand));
        Add(parts, "$orderby", string.Join(',', _orderBy));
        foreach (var (name, value) in _options)
        {
            Add(parts, name, value);
        }

        return parts.Count == 0 ? resource : $"{resource}?{string.Join('&', parts)}";
    }

    private static void Add(List<string> parts, string name, string value)
    {
        if (value.Length > 0)
        {
            parts.Add($"{name}={ODataLiteral.Escape(value)}");
        }
    }
}
