using System.Globalization;
using CrmErp.Sdk.Simulators.Salesforce.Data;

namespace CrmErp.Sdk.Simulators.Salesforce.Soql;

/// <summary>Reads the query language by recursive descent. What it does not know is <c>MALFORMED_QUERY</c>, never a guess.</summary>
internal sealed class SoqlParser
{
    private const int MaxLength = 100_000;
    private const int MaxOffset = 2_000;

    private static readonly string[] Aggregates = ["COUNT", "MIN", "MAX", "SUM"];

    private readonly List<SoqlToken> _tokens;
    private int _at;

    private SoqlParser(List<SoqlToken> tokens) => _tokens = tokens;

    private SoqlToken Current => _tokens[_at];

    public static SoqlQuery Parse(string soql)
    {
        if (soql.Length > MaxLength)
        {
            throw Malformed($"SOQL statements cannot be longer than {MaxLength} characters.");
        }

        var parser = new SoqlParser(SoqlLexer.Read(soql));
        var query = parser.Query();
        return parser.Current.Kind == SoqlTokenKind.End ? query : throw parser.Unexpected();
    }

    private SoqlQuery Query()
    {
        Expect("SELECT");
        var select = new List<SoqlSelectItem>();
        do
        {
            select.Add(SelectItem());
        }
        while (Accept(","));

        Expect("FROM");
        var from = Name();
        var where = Accept("WHERE") ? Condition() : null;
        var order = new List<SoqlOrder>();
        if (Accept("ORDER"))
        {
            Expect("BY");
            do
            {
                order.Add(Order());
            }
            while (Accept(","));
        }

        int? limit = Accept("LIMIT") ? Count() : null;
        var offset = Accept("OFFSET") ? Count() : 0;
        if (offset > MaxOffset)
        {
            throw new SalesforceException("NUMBER_OUTSIDE_VALID_RANGE", $"Maximum SOQL offset allowed is {MaxOffset}");
        }

        return new(select, from, where, order, limit, offset);
    }

    private SoqlSelectItem SelectItem()
    {
        if (Accept("("))
        {
            var query = Query();
            Expect(")");
            return new SoqlSubqueryItem(query);
        }

        var name = Name();
        if (!Accept("("))
        {
            return new SoqlFieldItem(name);
        }

        var argument = Current.Kind == SoqlTokenKind.Name ? Name() : string.Empty;
        Expect(")");
        if (name.Equals("FIELDS", StringComparison.OrdinalIgnoreCase))
        {
            return new SoqlFieldsItem(argument.ToUpperInvariant());
        }

        var function = name.ToUpperInvariant();
        if (!Aggregates.Contains(function) || (argument.Length == 0 && function != "COUNT"))
        {
            throw Malformed($"unexpected function: '{name}'");
        }

        var alias = Current.Kind == SoqlTokenKind.Name && !Current.Is("FROM") ? Name() : null;
        return new SoqlAggregateItem(function, argument, alias);
    }

    private SoqlOrder Order()
    {
        var path = Name();
        var descending = Accept("DESC");
        if (!descending)
        {
            Accept("ASC");
        }

        if (!Accept("NULLS"))
        {
            return new(path, descending, NullsLast: false);
        }

        var last = Accept("LAST");
        if (!last)
        {
            Expect("FIRST");
        }

        return new(path, descending, last);
    }

    /// <summary>A chain of one connective: the vendor refuses AND beside OR without parentheses.</summary>
    private SoqlCondition Condition()
    {
        var first = Unary();
        if (Current.Is("AND"))
        {
            var parts = Chain(first, "AND");
            return Current.Is("OR") ? throw Unexpected() : new SoqlAnd(parts);
        }

        if (Current.Is("OR"))
        {
            var parts = Chain(first, "OR");
            return Current.Is("AND") ? throw Unexpected() : new SoqlOr(parts);
        }

        return first;
    }

    private List<SoqlCondition> Chain(SoqlCondition first, string connective)
    {
        var parts = new List<SoqlCondition> { first };
        while (Accept(connective))
        {
            parts.Add(Unary());
        }

        return parts;
    }

    private SoqlCondition Unary()
    {
        if (Accept("NOT"))
        {
            return new SoqlNot(Unary());
        }

        if (Accept("("))
        {
            var inner = Condition();
            Expect(")");
            return inner;
        }

        var path = Name();
        if (Accept("IN"))
        {
            return Membership(path, negated: false);
        }

        if (Accept("NOT"))
        {
            Expect("IN");
            return Membership(path, negated: true);
        }

        return new SoqlComparison(path, Operator(), Literal());
    }

    private SoqlMembership Membership(string path, bool negated)
    {
        Expect("(");
        if (Current.Is("SELECT"))
        {
            var query = Query();
            Expect(")");
            return new(path, negated, [], query);
        }

        var values = new List<SoqlLiteral>();
        do
        {
            values.Add(Literal());
        }
        while (Accept(","));

        Expect(")");
        return new(path, negated, values, null);
    }

    private SoqlOperator Operator()
    {
        var token = Next();
        return token.Text.ToUpperInvariant() switch
        {
            "=" => SoqlOperator.Equal,
            "!=" or "<>" => SoqlOperator.NotEqual,
            "<" => SoqlOperator.Less,
            "<=" => SoqlOperator.LessOrEqual,
            ">" => SoqlOperator.Greater,
            ">=" => SoqlOperator.GreaterOrEqual,
            "LIKE" => SoqlOperator.Like,
            _ => throw Malformed($"unexpected token: '{token.Text}'"),
        };
    }

    private SoqlLiteral Literal()
    {
        var token = Next();
        return token.Kind switch
        {
            SoqlTokenKind.Text => new(SoqlLiteralKind.Text, token.Text, token.Text),
            SoqlTokenKind.Bare => BareLiteral(token),
            SoqlTokenKind.Name => NamedLiteral(token),
            _ => throw Malformed($"unexpected token: '{token.Text}'"),
        };
    }

    private static SoqlLiteral NamedLiteral(SoqlToken token) => token.Text.ToUpperInvariant() switch
    {
        "NULL" => new(SoqlLiteralKind.Null, null, token.Text),
        "TRUE" => new(SoqlLiteralKind.Boolean, true, token.Text),
        "FALSE" => new(SoqlLiteralKind.Boolean, false, token.Text),
        var word when SoqlDateRange.IsKnown(word) => new(SoqlLiteralKind.DateRange, null, word),
        _ => throw Malformed($"unexpected token: '{token.Text}'"),
    };

    private static SoqlLiteral BareLiteral(SoqlToken token)
    {
        if (decimal.TryParse(token.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return new(SoqlLiteralKind.Number, number, token.Text);
        }

        if (DateOnly.TryParseExact(token.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return new(SoqlLiteralKind.Date, date, token.Text);
        }

        return SalesforceDates.TryParse(token.Text, out var instant)
            ? new(SoqlLiteralKind.DateTime, instant, token.Text)
            : throw Malformed($"line 1:{token.Position} no viable alternative at input '{token.Text}'");
    }

    private int Count()
    {
        var token = Next();
        return int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : throw Malformed($"unexpected token: '{token.Text}'");
    }

    private string Name()
    {
        var token = Next();
        return token.Kind == SoqlTokenKind.Name ? token.Text : throw Malformed($"unexpected token: '{token.Text}'");
    }

    private SoqlToken Next() => Current.Kind == SoqlTokenKind.End ? throw Unexpected() : _tokens[_at++];

    private bool Accept(string word)
    {
        if (!Current.Is(word))
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Expect(string word)
    {
        if (!Accept(word))
        {
            throw Unexpected();
        }
    }

    private SalesforceException Unexpected() => Malformed($"unexpected token: '{Current.Text}' (at position {Current.Position})");

    private static SalesforceException Malformed(string message) => new(ErrorCodes.MalformedQuery, message);
}
