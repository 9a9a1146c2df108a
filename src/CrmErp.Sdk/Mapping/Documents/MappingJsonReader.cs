using System.Collections.Frozen;
using System.Text.Json;
using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Mapping;

/// <summary>Reads a mapping document. Unknown properties are refused: a misspelt one would silently do nothing.</summary>
internal static class MappingJsonReader
{
    private static readonly FrozenSet<string> MapProperties = FrozenSet.Create(
        StringComparer.Ordinal,
        "object", "currency", "emptyTextIsNull", "captures", "creates", "updates", "lines", "unmapped", "ignored", "where");

    private static readonly FrozenSet<string> RuleProperties = FrozenSet.Create(
        StringComparer.Ordinal,
        "kind", "fields", "paths", "reads", "writesOnCreate", "writesOnUpdate", "converter", "rule", "when", "compareBy", "onTooLong", "length", "emptyIs", "as", "to", "currency", "localCurrencyIsEmpty", "value", "values", "readWhen", "map");

    public static MappingDocument Read(string json)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json);
            return Read(parsed.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"The text is no mapping document: {exception.Message}", exception);
        }
    }

    private static MappingDocument Read(JsonElement root)
    {
        var format = root.TryGetProperty("format", out var version) ? version.GetInt32() : throw new FormatException("The text is no mapping document: it has no 'format'.");
        if (format is < 1 or > MappingDocument.Format)
        {
            throw new FormatException($"The mapping document has format {format}; this library reads up to {MappingDocument.Format}.");
        }

        var document = new MappingDocument();
        foreach (var flow in Items(root, "flows"))
        {
            document.Flows.Add(ReadFlow(flow));
        }

        return document;
    }

    private static DocumentFlow ReadFlow(JsonElement element)
    {
        var flow = new DocumentFlow(Text(element, "entity") ?? throw new FormatException("A flow of the mapping document names no entity."));
        foreach (var owner in Members(element, "owners"))
        {
            flow.Owners.Add(owner.Name, owner.Value.GetString() ?? throw new FormatException($"The owner of {flow.Entity}.{owner.Name} is no text."));
        }

        foreach (var map in Members(element, "maps"))
        {
            flow.Maps.Add(map.Name, ReadMap(map.Value));
        }

        return flow;
    }

    private static DocumentMap ReadMap(JsonElement element)
    {
        Know(element, MapProperties);
        var map = new DocumentMap
        {
            Object = Text(element, "object"),
            Currency = Text(element, "currency"),
            EmptyTextIsNull = Flag(element, "emptyTextIsNull", false),
            Captures = Flag(element, "captures", true),
            Creates = Flag(element, "creates", true),
            Updates = Flag(element, "updates", true),
        };
        map.Rules.AddRange(Items(element, "lines").Select(ReadRule));
        map.Unmapped.AddRange(Names(element, "unmapped"));
        map.Ignored.AddRange(Names(element, "ignored"));
        map.Filters.AddRange(Items(element, "where").Select(ReadFilter));
        return map;
    }

    private static DocumentRule ReadRule(JsonElement element)
    {
        Know(element, RuleProperties);
        var data = new RuleSpec
        {
            Kind = OneOf<RuleKind>(element, "kind") ?? throw new FormatException("A line of the mapping document has no 'kind'."),
            Fields = Names(element, "fields"),
            Paths = Names(element, "paths"),
            Reads = Flag(element, "reads", true),
            WritesOnCreate = Flag(element, "writesOnCreate", true),
            WritesOnUpdate = Flag(element, "writesOnUpdate", true),
            TooLong = OneOf<TooLong>(element, "onTooLong"),
            Length = element.TryGetProperty("length", out var length) ? length.GetInt32() : null,
            EmptyIs = Value(element, "emptyIs"),
            WireKind = OneOf<FieldKind>(element, "as"),
            ReferenceTo = Text(element, "to"),
            Currency = Text(element, "currency"),
            LocalCurrencyIsEmpty = Flag(element, "localCurrencyIsEmpty", false),
            Value = Value(element, "value"),
            Values = element.TryGetProperty("values", out var values) ? ReadValues(values) : null,
            ReadWhen = [.. Items(element, "readWhen").Select(ReadFilter)],
        };
        CheckShape(data);
        return new DocumentRule(data)
        {
            Converter = Text(element, "converter"),
            Custom = Text(element, "rule"),
            When = Text(element, "when"),
            CompareBy = Text(element, "compareBy"),
            Lines = element.TryGetProperty("map", out var map) ? ReadMap(map) : null,
        };
    }

    // The shapes that the verbs of the DSL make.
    private static void CheckShape(RuleSpec rule)
    {
        var fits = rule.Kind switch
        {
            RuleKind.Field or RuleKind.Reference or RuleKind.Lines => rule is { Fields.Count: 1, Paths.Count: 1 },
            RuleKind.Money => rule is { Fields.Count: 1, Paths.Count: 1 or 2 },
            RuleKind.JoinedLines => rule is { Fields.Count: > 0, Paths.Count: 1 },
            RuleKind.SplitText => rule is { Fields.Count: 1, Paths.Count: > 0, Length: > 0 },
            RuleKind.Constant or RuleKind.Default => rule is { Fields.Count: 0, Paths.Count: 1, Value.IsMissing: false },
            RuleKind.Fixed => rule is { Fields.Count: 1, Paths.Count: 0, Value.IsMissing: false },
            _ => rule is { Fields.Count: > 0, Paths.Count: > 0 },
        };
        if (!fits)
        {
            throw new FormatException($"The line of kind {rule.Kind} for '{rule.Name}' in the mapping document is incomplete.");
        }
    }

    private static ValueMap ReadValues(JsonElement element)
    {
        var pairs = Items(element, "pairs").Select(pair => pair.GetArrayLength() == 2
            ? (ValueJson.Read(pair[0]), ValueJson.Read(pair[1]))
            : throw new FormatException("A pair of a value map has two values.")).ToArray();
        var map = ValueMap.Of(pairs).Else(Value(element, "readElse"), Value(element, "writeElse"));
        map = Flag(element, "passThrough", false) ? map.PassThrough() : map;
        return Flag(element, "ignoreCase", false) ? map.IgnoreCase() : map;
    }

    private static RecordFilter ReadFilter(JsonElement element) => new(
        Text(element, "field") ?? throw new FormatException("A condition of the mapping document names no field."),
        OneOf<FilterOperator>(element, "is") ?? throw new FormatException("A condition of the mapping document has no 'is'."),
        [.. Items(element, "values").Select(ValueJson.Read)]);

    private static void Know(JsonElement element, FrozenSet<string> known)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name))
            {
                throw new FormatException($"The mapping document has an unknown property '{property.Name}'{Nearest.Hint(property.Name, known)}");
            }
        }
    }

    private static JsonElement[] Items(JsonElement element, string name) => element.TryGetProperty(name, out var items) ? [.. items.EnumerateArray()] : [];

    private static JsonProperty[] Members(JsonElement element, string name) => element.TryGetProperty(name, out var members) ? [.. members.EnumerateObject()] : [];

    private static string[] Names(JsonElement element, string name) => [.. Items(element, name).Select(i => i.GetString() ?? throw new FormatException($"'{name}' of the mapping document holds something else than texts."))];

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static bool Flag(JsonElement element, string name, bool standard) => element.TryGetProperty(name, out var value) ? value.GetBoolean() : standard;

    private static FieldValue Value(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? ValueJson.Read(value) : FieldValue.Missing;

    private static TEnum? OneOf<TEnum>(JsonElement element, string name)
        where TEnum : struct, Enum =>
        Text(element, name) is not { } text ? null
        : Enum.TryParse<TEnum>(text, out var value) && Enum.IsDefined(value) ? value
        : throw new FormatException($"'{text}' is no {typeof(TEnum).Name}{Nearest.Hint(text, Enum.GetNames<TEnum>())}");
}
