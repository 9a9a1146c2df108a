namespace CrmErp.Sdk.Simulators.Salesforce.Soql;

/// <summary>A parsed query.</summary>
internal sealed record SoqlQuery(
    IReadOnlyList<SoqlSelectItem> Select, string From, SoqlCondition? Where, IReadOnlyList<SoqlOrder> OrderBy, int? Limit, int Offset);

/// <summary>One item of the select list.</summary>
internal abstract record SoqlSelectItem;

/// <summary>A field, by its path from the queried object ("Account.Name").</summary>
internal sealed record SoqlFieldItem(string Path) : SoqlSelectItem;

/// <summary>FIELDS(ALL), FIELDS(STANDARD), FIELDS(CUSTOM).</summary>
internal sealed record SoqlFieldsItem(string Group) : SoqlSelectItem;

/// <summary>The children of a row; From is the name of the child relationship.</summary>
internal sealed record SoqlSubqueryItem(SoqlQuery Query) : SoqlSelectItem;

/// <summary>COUNT(), COUNT(f), MIN(f), MAX(f), SUM(f); path empty for COUNT().</summary>
internal sealed record SoqlAggregateItem(string Function, string Path, string? Alias) : SoqlSelectItem;

/// <summary>One sort key; nulls come first unless said otherwise.</summary>
internal sealed record SoqlOrder(string Path, bool Descending, bool NullsLast);

/// <summary>A condition.</summary>
internal abstract record SoqlCondition;

/// <summary>All of them.</summary>
internal sealed record SoqlAnd(IReadOnlyList<SoqlCondition> Parts) : SoqlCondition;

/// <summary>Any of them.</summary>
internal sealed record SoqlOr(IReadOnlyList<SoqlCondition> Parts) : SoqlCondition;

/// <summary>Not that.</summary>
internal sealed record SoqlNot(SoqlCondition Part) : SoqlCondition;

/// <summary>A field against a value.</summary>
internal sealed record SoqlComparison(string Path, SoqlOperator Operator, SoqlLiteral Value) : SoqlCondition;

/// <summary>A field against a list, or against the ids of a semi-join.</summary>
internal sealed record SoqlMembership(string Path, bool Negated, IReadOnlyList<SoqlLiteral> Values, SoqlQuery? Subquery) : SoqlCondition;

/// <summary>How a comparison compares.</summary>
internal enum SoqlOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Like,
}

/// <summary>What a literal is, by its own form.</summary>
internal enum SoqlLiteralKind
{
    Null,
    Text,
    Number,
    Boolean,
    Date,
    DateTime,

    /// <summary>TODAY, YESTERDAY, LAST_N_DAYS:3.</summary>
    DateRange,
}

/// <summary>A literal: string, decimal, bool, <see cref="DateOnly"/>, <see cref="DateTimeOffset"/> or null; a date range keeps its text.</summary>
internal readonly record struct SoqlLiteral(SoqlLiteralKind Kind, object? Value, string Text);
