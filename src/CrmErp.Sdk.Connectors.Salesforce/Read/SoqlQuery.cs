using System.Globalization;
using System.Text;

namespace CrmErp.Sdk.Connectors.Salesforce.Read;

/// <summary>One SELECT. Parts are SOQL already: names from <see cref="Soql.Name"/>, values from <see cref="Soql.Literal"/>.</summary>
internal sealed class SoqlQuery
{
    private readonly List<string> _conditions = [];

    public SoqlQuery(string from) => From = Soql.Name(from);

    public string From { get; }

    public required IReadOnlyList<string> Select { get; init; }

    public string? OrderBy { get; init; }

    public int Limit { get; init; }

    /// <summary>Whether deleted and merged-away rows are wanted too.</summary>
    public bool IncludeDeleted { get; init; }

    public IReadOnlyList<string> Conditions => _conditions;

    public SoqlQuery Where(string? condition)
    {
        if (condition is not null)
        {
            _conditions.Add(condition);
        }

        return this;
    }

    public SoqlQuery Where(IEnumerable<string> conditions)
    {
        _conditions.AddRange(conditions);
        return this;
    }

    public override string ToString()
    {
        var text = new StringBuilder("SELECT ").AppendJoin(',', Select).Append(" FROM ").Append(From);
        for (var i = 0; i < _conditions.Count; i++)
        {
            text.Append(i == 0 ? " WHERE " : " AND ").Append(_conditions[i]);
        }

        if (OrderBy is not null)
        {
            text.Append(" ORDER BY ").Append(OrderBy);
        }

        if (Limit > 0)
        {
            text.Append(" LIMIT ").Append(Limit.ToString(CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
