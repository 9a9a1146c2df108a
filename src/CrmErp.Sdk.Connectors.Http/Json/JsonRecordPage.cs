using System.Text.Json;

namespace CrmErp.Sdk.Connectors.Http.Json;

/// <summary>A page of records over the bytes of an answer: heads and hashes come from the bytes, a record is made when it is read.</summary>
public sealed class JsonRecordPage : RecordPage
{
    private readonly JsonRecordPlan _plan;
    private readonly ConnectionId _connection;
    private readonly string _scope;
    private readonly PooledBody _body;
    private readonly JsonScan _scan;

    private JsonRecordPage(JsonRecordPlan plan, ConnectionId connection, string scope, PooledBody body, JsonScan scan)
    {
        _plan = plan;
        _connection = connection;
        _scope = scope;
        _body = body;
        _scan = scan;
    }

    /// <inheritdoc/>
    public override int Count => _scan.Count;

    /// <summary>The link or token of the next page; null after the last.</summary>
    public string? NextLink => Text(_scan.Envelope(JsonRecordPlan.NextLinkSlot));

    /// <summary>The number of records in all, if the answer says.</summary>
    public long? TotalCount => long.TryParse(Text(_scan.Envelope(JsonRecordPlan.CountSlot)), System.Globalization.CultureInfo.InvariantCulture, out var count) ? count : null;

    /// <summary>Scans an answer. The page owns the body from now on, also when this throws.</summary>
    /// <exception cref="ConnectorException">The answer is not the JSON that the layout describes.</exception>
    public static JsonRecordPage Create(JsonRecordPlan plan, ConnectionId connection, string scope, PooledBody body, bool headsOnly = false)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(body);
        try
        {
            return new JsonRecordPage(plan, connection, scope, body, JsonScan.Run(plan, body.Memory.Span, !headsOnly, Math.Clamp(body.Length / 1024, 16, 4096)));
        }
        catch (JsonException e)
        {
            body.Dispose();
            throw new ConnectorException(ErrorKind.Internal, $"Connection '{connection}': the answer about '{plan.Shape.Object}' is not the expected JSON (at byte {e.BytePositionInLine ?? 0} of line {e.LineNumber ?? 0}).");
        }
    }

    /// <summary>Reads a single record, such as the answer to a write.</summary>
    /// <exception cref="ConnectorException">The answer is not a record, or a value does not fit its kind.</exception>
    public static Record ReadOne(JsonRecordPlan plan, ConnectionId connection, string scope, ReadOnlySpan<byte> body)
    {
        using var page = Create(plan, connection, scope, PooledBody.Copy(body));
        return page.Count == 1 ? page.Read(0) : throw new ConnectorException(ErrorKind.Internal, $"Connection '{connection}': the answer about '{plan?.Shape.Object}' is not one record.");
    }

    /// <inheritdoc/>
    public override RecordHead Head(int index) => new(Id(index), Version(index), _scan.Hash(index));

    /// <summary>The id of a record.</summary>
    /// <exception cref="ConnectorException">The record has none.</exception>
    public string Id(int index) => Text(At(index, _plan.IdSlot)) is { Length: > 0 } id
        ? id
        : throw new ConnectorException(ErrorKind.SchemaDrift, $"Connection '{_connection}': a '{_plan.Shape.Object}' record has no '{_plan.Layout.Id}'.");

    /// <summary>The version of a record; null where there is none.</summary>
    public string? Version(int index) => Text(At(index, _plan.VersionSlot));

    /// <summary>The salted hash of a record's mapped fields; zero when only heads were asked for.</summary>
    public UInt128 Hash(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return _scan.Hash(index);
    }

    /// <summary>A member that the connector itself asked for; null where it is null or not there.</summary>
    /// <param name="index">The record.</param>
    /// <param name="extra">Its position in <see cref="JsonRecordLayout.Extras"/>.</param>
    public string? Extra(int index, int extra) => Text(At(index, _plan.FirstExtra + extra));

    /// <summary>When a record was changed; null where the answer does not say.</summary>
    public DateTimeOffset? Modified(int index) => Instant(At(index, _plan.ModifiedSlot));

    /// <summary>The link to further lines of a record that did not fit into the answer; null where all are there.</summary>
    public string? LineNextLink(int index, int slot)
    {
        var slice = At(index, slot);
        if (slice.Length == 0 || _plan.Lines[slot] is not { HasItems: true } lines)
        {
            return null;
        }

        var body = Span(slice);
        using var scan = JsonScan.Run(lines, body, withHashes: false);
        return JsonValues.ReadText(Cut(body, scan.Envelope(JsonRecordPlan.NextLinkSlot)));
    }

    /// <summary>Makes the record. A value that does not fit its field's kind is an error that names the record and the field; the page stays usable.</summary>
    /// <exception cref="ConnectorException">A value does not fit (<see cref="ErrorKind.SchemaDrift"/>) or is out of range (<see cref="ErrorKind.Validation"/>).</exception>
    public override Record Read(int index)
    {
        var id = Id(index);
        var values = new FieldValue[_plan.Shape.Fields.Count];
        for (var slot = 0; slot < values.Length; slot++)
        {
            values[slot] = Value(_plan, slot, Span(At(index, slot)), id);
        }

        return new Record(new RecordRef(_connection, _scope, _plan.Shape.Object, id), new Row(_plan.Shape.Schema, values))
        {
            Version = Version(index),
            Modified = Modified(index),
            Created = Instant(At(index, _plan.CreatedSlot)),
            Marker = Text(At(index, _plan.MarkerSlot)),
            Hash = _scan.Hash(index),
        };
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _scan.Dispose();
        _body.Dispose();
        base.Dispose(disposing);
    }

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> body, Slice slice) => body.Slice(slice.Start, slice.Length);

    private Slice At(int index, int slot)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return _scan[index, slot];
    }

    private ReadOnlySpan<byte> Span(Slice slice) => Cut(_body.Memory.Span, slice);

    private string? Text(Slice slice) => JsonValues.ReadText(Span(slice));

    private DateTimeOffset? Instant(Slice slice)
    {
        var token = Span(slice);
        return token.Length > 2 && token[0] == '"' && IsoTime.TryReadInstant(token[1..^1], _plan.Dialect.UnzonedIsUtc, out var instant) ? instant : null;
    }

    private FieldValue Value(JsonRecordPlan plan, int slot, ReadOnlySpan<byte> token, string id)
    {
        var field = plan.Shape.Fields[slot];
        if (plan.Lines[slot] is { } lines)
        {
            return token.IsEmpty ? FieldValue.Missing : FieldValue.From(ReadLines(lines, token, id));
        }

        var verdict = JsonValues.TryRead(field, token, plan.Dialect, out var value);
        return verdict switch
        {
            JsonReadVerdict.Read => value,
            JsonReadVerdict.OutOfRange => throw new ConnectorException(ErrorKind.Validation, $"Connection '{_connection}': '{plan.Shape.Object}' record '{id}' field '{field.Path}' holds a number with more than 28 digits."),
            _ => throw new ConnectorException(ErrorKind.SchemaDrift, $"Connection '{_connection}': '{plan.Shape.Object}' record '{id}' field '{field.Path}' does not hold a value of kind {field.Kind}."),
        };
    }

    private LineList ReadLines(JsonRecordPlan plan, ReadOnlySpan<byte> body, string id)
    {
        using var scan = JsonScan.Run(plan, body, withHashes: false);
        var lines = new Line[scan.Count];
        for (var line = 0; line < lines.Length; line++)
        {
            var values = new FieldValue[plan.Shape.Fields.Count];
            for (var slot = 0; slot < values.Length; slot++)
            {
                values[slot] = Value(plan, slot, Cut(body, scan[line, slot]), id);
            }

            lines[line] = new Line(default, new Row(plan.Shape.Schema, values), JsonValues.ReadText(Cut(body, scan[line, plan.IdSlot])));
        }

        return new LineList(lines);
    }
}
