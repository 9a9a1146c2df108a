using CrmErp.Sdk.Connectors;
using static CrmErp.Sdk.Testing.ConnectorCheckContext;

namespace CrmErp.Sdk.Testing;

/// <summary>What the metadata says about stored values is true, and doing it twice is doing it once.</summary>
internal static class CoercionChecks
{
    public static IReadOnlyList<ConnectorCheck> All { get; } =
    [
        new("Declared_coercions_are_idempotent", IdempotentAsync),
        new("Stored_values_are_the_declared_ones", TrueAsync),
    ];

    private static async Task<IReadOnlyList<FieldMetadata>> FieldsAsync(ConnectorCheckContext context)
    {
        Applies(context.Connector is IMetadataReader, "The connector reads no metadata.");
        var answer = await ((IMetadataReader)context.Connector).ReadMetadataAsync(new MetadataRequest { Scope = context.Arrangement.Scope, Objects = [context.Shape.Object] }, context.CancellationToken).ConfigureAwait(false);
        return [.. context.Shape.Fields.Select(f => answer[0].Find(f.Path)).OfType<FieldMetadata>().Where(f => f is { Updateable: true, Unique: false, Values.Count: 0 })];
    }

    private static async Task IdempotentAsync(ConnectorCheckContext context)
    {
        foreach (var field in await FieldsAsync(context).ConfigureAwait(false))
        {
            foreach (var value in Probes(field))
            {
                var once = Coercion.Apply(field, value);
                Require(Coercion.Apply(field, once) == once, $"The coercion {field.Coercion} of '{field.Path}' is not idempotent.");
            }
        }
    }

    private static async Task TrueAsync(ConnectorCheckContext context)
    {
        var id = (await context.CreateAsync(1).ConfigureAwait(false))[0];
        foreach (var field in await FieldsAsync(context).ConfigureAwait(false))
        {
            var slot = context.Shape.Schema.SlotOf(field.Path);
            foreach (var value in Probes(field))
            {
                var record = await context.ExistingAsync(id).ConfigureAwait(false);
                var item = new WriteItem { Operation = WriteOperation.Update, Key = "key", Id = id, IfVersion = Precondition(context.Object, record), Fields = [new FieldChange(slot, value)] };
                var outcome = (await context.WriteAsync(item).ConfigureAwait(false))[0];
                Require(outcome.Kind is WriteOutcomeKind.Updated or WriteOutcomeKind.Unchanged, $"'{field.Path}' refused a value that its metadata allows: {Describe(outcome)}.");
                var stored = (await context.ExistingAsync(id).ConfigureAwait(false)).Fields[slot];
                var declared = Coercion.Apply(field, value);
                Require(stored == declared || (stored.IsEmpty && declared.IsEmpty && field.Coercion.HasFlag(Coercions.EmptyIsNull)), $"'{field.Path}' stored something else than its metadata declares ({field.Coercion}).");
            }
        }
    }

    /// <summary>Values that bring out what a system does to them, within what the metadata allows.</summary>
    private static IEnumerable<FieldValue> Probes(FieldMetadata field) => field.Kind switch
    {
        FieldKind.Text => Texts(field),
        FieldKind.Decimal => Numbers(field).Select(n => FieldValue.From(n)),
        FieldKind.Money => Numbers(field).Select(n => FieldValue.From(new Money(n, field.Currency ?? "EUR"))),
        _ => [],
    };

    private static IEnumerable<FieldValue> Texts(FieldMetadata field)
    {
        var length = field.MaxLength ?? 100;
        string[] probes = ["Mixed Case", "tail  ", "  head", "Größe 漢字", "a\r\nb"];
        foreach (var probe in probes)
        {
            if (probe.Length <= length)
            {
                yield return probe;
            }
        }

        if (field.Coercion.HasFlag(Coercions.Truncate) && field.MaxLength is not null)
        {
            yield return new string('y', length - 1) + " and more";
        }
    }

    private static IEnumerable<decimal> Numbers(FieldMetadata field)
    {
        yield return 12m;
        if (field.Scale is { } scale)
        {
            yield return Math.Round(12.345678901m, Math.Min(scale, 9));
        }

        if (field.Coercion.HasFlag(Coercions.Round))
        {
            yield return 10.005m;
            yield return 1.994999m;
        }
    }
}
