using System.Globalization;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;

namespace CrmErp.Sdk.Simulators.BusinessCentral.OData;

/// <summary>
/// Parses <c>$filter</c> with the service's limits: <c>or</c> only over one field, <c>in</c> only with <c>$schemaversion=2.1</c>, lambda
/// operators ignored.
/// </summary>
internal sealed class BcFilterParser
{
    private readonly BcEntity _entity;
    private readonly BcFilterScanner _scanner;
    private readonly bool _allowIn;

    private BcFilterParser(BcEntity entity, string text, bool allowIn)
    {
        _entity = entity;
        _scanner = new BcFilterScanner(text);
        _allowIn = allowIn;
    }

    public static BcFilter Parse(BcEntity entity, string text, bool allowIn)
    {
        var parser = new BcFilterParser(entity, text, allowIn);
        var filter = parser.Or();
        return parser._scanner.AtEnd ? filter : throw parser._scanner.Error();
    }

    private BcFilter Or()
    {
        var left = And();
        while (_scanner.TryWord("or"))
        {
            var or = new BcFilter.Or(left, And());
            var fields = new HashSet<string>(StringComparer.Ordinal);
            or.CollectFields(fields);
            if (fields.Count > 1)
            {
                // Seen as 501 in the field, although the code says 400.
                throw new BcException(501, "BadRequest_MethodNotImplemented", "The 'OR' operator is not supported on distinct fields on an OData filter.");
            }

            left = or;
        }

        return left;
    }

    private BcFilter And()
    {
        var left = Unary();
        while (_scanner.TryWord("and"))
        {
            left = new BcFilter.And(left, Unary());
        }

        return left;
    }

    private BcFilter Unary()
    {
        if (_scanner.TryWord("not"))
        {
            return new BcFilter.Not(Unary());
        }

        if (!_scanner.Try('('))
        {
            return Term();
        }

        var inner = Or();
        _scanner.Expect(')');
        return inner;
    }

    private BcFilter Term()
    {
        var name = _scanner.Name();
        if (name.Contains('/', StringComparison.Ordinal) && (name.EndsWith("/any", StringComparison.Ordinal) || name.EndsWith("/all", StringComparison.Ordinal)))
        {
            _scanner.SkipParentheses();
            return new BcFilter.Ignored();
        }

        if (name is "startswith" or "endswith" or "contains")
        {
            return Function(name);
        }

        var field = Field(name);
        var op = _scanner.Name();
        if (op == "in")
        {
            return In(field);
        }

        return op is "eq" or "ne" or "gt" or "ge" or "lt" or "le" ? new BcFilter.Compare(field, op, Literal(field)) : throw _scanner.Error();
    }

    private BcFilter.Function Function(string name)
    {
        _scanner.Expect('(');
        var field = Field(_scanner.Name());
        _scanner.Expect(',');
        var value = _scanner.Literal();
        _scanner.Expect(')');
        return value.Quoted && field.Type is BcFieldType.Text or BcFieldType.Code ? new BcFilter.Function(name, field, value.Text) : throw _scanner.Error();
    }

    private BcFilter.In In(BcField field)
    {
        if (!_allowIn)
        {
            throw BcException.NotFound("The 'in' operator is not supported in this schema version.");
        }

        var values = new HashSet<object>();
        _scanner.Expect('(');
        do
        {
            values.Add(Literal(field));
        }
        while (_scanner.Try(','));
        _scanner.Expect(')');
        return new BcFilter.In(field, values);
    }

    private BcField Field(string name) =>
        _entity.Find(name) ?? throw BcException.BadRequest($"Could not find a property named '{name}' on type 'Microsoft.NAV.{_entity.Type}'.");

    private object Literal(BcField field)
    {
        var (text, quoted) = _scanner.Literal();
        object? value = field.Type switch
        {
            BcFieldType.Text or BcFieldType.Code when quoted => text,
            BcFieldType.Enum when quoted => field.Enum!.Find(text),
            BcFieldType.Enum => EnumLiteral(field, text),
            BcFieldType.Guid when !quoted && Guid.TryParse(text, out var guid) => guid.ToString("D"),
            BcFieldType.Boolean when text is "true" or "false" => text == "true",
            BcFieldType.Decimal when !quoted && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            BcFieldType.Integer when !quoted && long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => number,
            BcFieldType.Date when !quoted && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) => date,
            BcFieldType.Instant when !quoted && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) =>
                time.ToUniversalTime(),
            _ => null,
        };
        return value ?? throw BcException.BadRequest(
            $"A binary operator with incompatible types was detected. The field '{field.Name}' cannot be compared with '{text}'.");
    }

    private static string? EnumLiteral(BcField field, string text)
    {
        var quote = text.IndexOf('\'', StringComparison.Ordinal);
        return quote < 0 || !text.EndsWith('\'') ? null : field.Enum!.Find(text[(quote + 1)..^1]);
    }
}
