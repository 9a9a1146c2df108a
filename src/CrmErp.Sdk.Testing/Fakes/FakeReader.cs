using System.Globalization;
using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Testing;

/// <summary>The read side of a fake system's API.</summary>
internal sealed class FakeReader(FakeSystem system)
{
    public ReadPageResult ReadPage(ReadPageRequest request, Fault? fault)
    {
        var table = Table(request.Scope, request.Shape);
        var size = PageSize(table.Object, request.PageSize, fault);
        if (fault?.Kind == FaultKind.EmptyPage)
        {
            return new ReadPageResult(RecordPage.Of([]), request.Continuation ?? "after:");
        }

        var after = request.Continuation?["after:".Length..] ?? "";
        var rows = table.Live.Where(r => string.CompareOrdinal(r.Id, after) > 0).Take(size + 1).ToArray();
        var page = rows.Take(size).ToArray();
        var continuation = rows.Length > size ? "after:" + page[^1].Id : null;
        var served = page.Where(r => Passes(r, request.Filters));
        if (fault?.Kind == FaultKind.ShortListing)
        {
            served = served.Where((_, index) => index % 2 == 1);
        }

        return new ReadPageResult(RecordPage.Of([.. served.Select(r => Record(table, r, request.Shape, request.HeadsOnly))]), continuation);
    }

    public IReadOnlyList<Record?> GetMany(GetManyRequest request)
    {
        var table = Table(request.Scope, request.Shape);
        return [.. request.Ids.Select(id => table.FindLive(id) is { } row ? Record(table, row, request.Shape) : null)];
    }

    public IReadOnlyList<Record> Find(FindRequest request)
    {
        var table = Table(request.Scope, request.Shape);
        var indexed = system.Clock.Now - system.Behavior.SearchLag;
        return [.. table.Live.Where(r => r.AsOf(indexed) is { } old && Matches(table, r, old, request)).Take(request.Limit).Select(r => Record(table, r, request.Shape))];
    }

    public long? Count(CountRequest request) =>
        system.Faults.Hides(request.Object) ? 0 : system.Table(request.Scope, request.Object).Live.LongCount(r => Passes(r, request.Filters));

    /// <summary>One record as the request's shape sees it.</summary>
    public Record Record(FakeTable table, FakeRow row, RecordShape shape, bool headOnly = false)
    {
        var last = row.Last;
        var fields = new Row(shape.Schema);
        for (var slot = 0; !headOnly && slot < shape.Fields.Count; slot++)
        {
            fields[slot] = Value(table.Object, last, shape.Fields[slot]);
        }

        var descriptor = system.DescriptorOf(table.Object);
        return new Record(new RecordRef(system.Name, table.Scope, table.Object, row.Id), fields)
        {
            Version = last.Version,
            Modified = last.Modified,
            Created = system.Behavior.TellsCreation ? row.Created : null,
            Marker = last.Marker,
            ModifiedByUs = descriptor.TellsModifier ? last.Actor == FakeActor.Engine : null,
            Hash = headOnly ? UInt128.Zero : RecordHash.Compute(fields, shape.Salt),
        };
    }

    /// <summary>The table of a request; empty when the user may not see the object.</summary>
    /// <exception cref="ConnectorException">The object or a field of the shape is gone.</exception>
    public FakeTable Table(string scope, RecordShape shape)
    {
        var metadata = system.Schema.Find(shape.Object)
            ?? throw new ConnectorException(ErrorKind.SchemaDrift, $"'{system.Name}' has no object '{shape.Object}'. Check the map, or provision the object.") { VendorCode = "INVALID_OBJECT" };
        foreach (var field in shape.Fields)
        {
            if (metadata.Find(field.Path) is null && !string.Equals(field.Path, system.DescriptorOf(shape.Object).IdentityField, StringComparison.Ordinal))
            {
                throw new ConnectorException(ErrorKind.SchemaDrift, $"'{system.Name}' has no field '{shape.Object}.{field.Path}'. Check the map, or provision the field.") { VendorCode = "INVALID_FIELD" };
            }
        }

        return system.Faults.Hides(shape.Object) ? new FakeTable(scope, shape.Object) : system.Table(scope, shape.Object);
    }

    public int PageSize(string objectName, int asked, Fault? fault)
    {
        var size = system.Behavior.PageSize ?? system.DescriptorOf(objectName).PageSize;
        size = asked > 0 && asked < size ? asked : size;
        return fault?.Kind == FaultKind.HalfPage ? Math.Max(1, size / 2) : size;
    }

    public bool Passes(FakeRow row, IReadOnlyList<RecordFilter> filters) =>
        !system.Behavior.AppliesFilters || filters.All(f => Passes(row.Last.Values.GetValueOrDefault(f.Field, FieldValue.Null), f));

    private static bool Passes(FieldValue value, RecordFilter filter) => filter.Operator switch
    {
        FilterOperator.In => filter.Values.Contains(value),
        FilterOperator.NotIn => !filter.Values.Contains(value),
        FilterOperator.AtLeast => value.HasValue && Compare(value, filter.Values[0]) >= 0,
        FilterOperator.AtMost => value.HasValue && Compare(value, filter.Values[0]) <= 0,
        FilterOperator.IsEmpty => value.IsEmpty,
        FilterOperator.IsNotEmpty => !value.IsEmpty,
        _ => true,
    };

    private static int Compare(FieldValue left, FieldValue right) => left.Kind switch
    {
        FieldKind.Integer or FieldKind.Decimal => left.AsDecimal().CompareTo(right.AsDecimal()),
        FieldKind.Date => left.AsDate().CompareTo(right.AsDate()),
        FieldKind.Instant => left.AsInstant().CompareTo(right.AsInstant()),
        _ => string.CompareOrdinal(left.TextOrNull() ?? "", right.TextOrNull() ?? ""),
    };

    private bool Matches(FakeTable table, FakeRow row, FakeEvent old, FindRequest request)
    {
        if (request.BornSince is { } since && (system.Behavior.TellsCreation ? row.Created : row.Last.Modified) < since)
        {
            return false;
        }

        if (request.Values.Count == 0)
        {
            return request.BornSince is not null;
        }

        if (request.Field == RecordFilter.MarkerField || request.Field == system.DescriptorOf(table.Object).IdentityField)
        {
            return old.Marker is { } marker && request.Values.Any(v => string.Equals(v.TextOrNull(), marker, StringComparison.Ordinal));
        }

        var value = old.Values.GetValueOrDefault(request.Field, FieldValue.Null);
        return request.Values.Any(v => v == value || (v.TextOrNull() is { } text && value.TextOrNull() is { } stored && string.Equals(text, stored, StringComparison.OrdinalIgnoreCase)));
    }

    private FieldValue Value(string objectName, FakeEvent last, RecordField field)
    {
        if (system.Faults.Hides(objectName, field.Path))
        {
            return FieldValue.Missing;
        }

        if (system.Schema.Find(objectName)?.Find(field.Path) is null)
        {
            return FieldValue.From(last.Marker);
        }

        var value = last.Values.GetValueOrDefault(field.Path, FieldValue.Null);
        return value.LinesOrNull() is { } lines && field.Lines is { } shape ? FieldValue.From(new LineList(lines.Select(l => Project(l, shape)))) : value;
    }

    private static Line Project(Line line, RecordShape shape)
    {
        var fields = new Row(shape.Schema);
        for (var slot = 0; slot < shape.Fields.Count; slot++)
        {
            var value = line.Fields.GetOrMissing(shape.Fields[slot].Path);
            fields[slot] = value.IsMissing ? FieldValue.Null : value;
        }

        return new Line(default, fields, line.RemoteId);
    }

    internal static string Ticks(DateTimeOffset time) => time.UtcTicks.ToString(CultureInfo.InvariantCulture);
}
