using System.Text;
using CrmErp.Sdk.Simulators.Salesforce.Data;

namespace CrmErp.Sdk.Simulators.Salesforce.Soql;

/// <summary>Cuts a query into tokens.</summary>
internal static class SoqlLexer
{
    public static List<SoqlToken> Read(string soql)
    {
        var tokens = new List<SoqlToken>();
        var at = 0;
        while (true)
        {
            while (at < soql.Length && char.IsWhiteSpace(soql[at]))
            {
                at++;
            }

            if (at == soql.Length)
            {
                tokens.Add(new(SoqlTokenKind.End, "<EOF>", at));
                return tokens;
            }

            tokens.Add(ReadOne(soql, ref at));
        }
    }

    private static SoqlToken ReadOne(string soql, ref int at)
    {
        var start = at;
        var c = soql[at];
        if (c == '\'')
        {
            return new(SoqlTokenKind.Text, ReadText(soql, ref at), start);
        }

        if (char.IsAsciiLetter(c) || c == '_')
        {
            at = End(soql, at, static x => char.IsAsciiLetterOrDigit(x) || x is '_' or '.' or ':');
            return new(SoqlTokenKind.Name, soql[start..at], start);
        }

        if (char.IsAsciiDigit(c) || (c is '-' or '+' && at + 1 < soql.Length && char.IsAsciiDigit(soql[at + 1])))
        {
            at = End(soql, at + 1, static x => char.IsAsciiLetterOrDigit(x) || x is '.' or ':' or '-' or '+');
            return new(SoqlTokenKind.Bare, soql[start..at], start);
        }

        at += soql.AsSpan(at) switch
        {
            ['<' or '>' or '!', '=', ..] or ['<', '>', ..] => 2,
            ['=' or '<' or '>' or '(' or ')' or ',', ..] => 1,
            _ => throw new SalesforceException(ErrorCodes.MalformedQuery, $"line 1:{start} no viable alternative at character '{c}'"),
        };
        return new(SoqlTokenKind.Symbol, soql[start..at], start);
    }

    private static string ReadText(string soql, ref int at)
    {
        var text = new StringBuilder();
        for (at++; at < soql.Length; at++)
        {
            var c = soql[at];
            if (c == '\'')
            {
                at++;
                return text.ToString();
            }

            if (c != '\\')
            {
                text.Append(c);
                continue;
            }

            at++;
            // \_ and \% stay escaped: only LIKE knows what they mean.
            _ = at < soql.Length ? soql[at] switch
            {
                'n' => text.Append('\n'),
                'r' => text.Append('\r'),
                't' => text.Append('\t'),
                'b' => text.Append('\b'),
                'f' => text.Append('\f'),
                '\'' or '"' or '\\' => text.Append(soql[at]),
                '_' or '%' => text.Append('\\').Append(soql[at]),
                _ => throw new SalesforceException(ErrorCodes.MalformedQuery, $"Invalid string literal: illegal character sequence '\\{soql[at]}' in string literal"),
            } : text;
        }

        throw new SalesforceException(ErrorCodes.MalformedQuery, "line 1:0 mismatched character '<EOF>' expecting '''");
    }

    private static int End(string soql, int at, Func<char, bool> belongs)
    {
        while (at < soql.Length && belongs(soql[at]))
        {
            at++;
        }

        return at;
    }
}
