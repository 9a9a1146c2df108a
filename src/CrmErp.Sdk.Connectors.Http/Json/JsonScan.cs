using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace CrmErp.Sdk.Connectors.Http.Json;

// A piece of the body: one JSON token or value. Length 0: the member was not there.
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Slice(int Start, int Length);

// The result of one pass over a body: for every record one slice per slot, and the hash over the mapped ones. Nothing is made of the
// bytes yet; all arrays are rented.
internal sealed class JsonScan : IDisposable
{
    private readonly JsonRecordPlan _plan;
    private readonly Slice[] _envelope = new Slice[JsonRecordPlan.EnvelopeSlots];
    private readonly bool _withHashes;
    private Slice[] _slices;
    private UInt128[] _hashes;
    private byte[] _gathered = [];
    private bool _found;

    private JsonScan(JsonRecordPlan plan, bool withHashes, int expected)
    {
        _plan = plan;
        _withHashes = withHashes;
        _slices = ArrayPool<Slice>.Shared.Rent(Math.Max(plan.Stride * expected, 1));
        _hashes = withHashes ? ArrayPool<UInt128>.Shared.Rent(Math.Max(expected, 1)) : [];
    }

    public int Count { get; private set; }

    public static JsonScan Run(JsonRecordPlan plan, ReadOnlySpan<byte> body, bool withHashes, int expected = 16)
    {
        var scan = new JsonScan(plan, withHashes, expected);
        try
        {
            scan.Read(body);
            return scan;
        }
        catch
        {
            scan.Dispose();
            throw;
        }
        finally
        {
            scan.ReturnGathered();
        }
    }

    public Slice this[int record, int slot] => slot < 0 ? default : _slices[(record * _plan.Stride) + slot];

    public Slice Envelope(int slot) => _envelope[slot];

    public UInt128 Hash(int record) => _withHashes ? _hashes[record] : default;

    public void Dispose()
    {
        if (_slices.Length > 0)
        {
            ArrayPool<Slice>.Shared.Return(_slices);
            _slices = [];
        }

        if (_hashes.Length > 0)
        {
            ArrayPool<UInt128>.Shared.Return(_hashes);
            _hashes = [];
        }

        Count = 0;
    }

    private void Read(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        var follow = ArrayPool<int>.Shared.Rent(_plan.Predictions + _plan.EnvelopePredictions);
        try
        {
            var recordFollow = follow.AsSpan(0, _plan.Predictions);
            var envelopeFollow = follow.AsSpan(_plan.Predictions, _plan.EnvelopePredictions);
            _plan.Record.Predict(recordFollow);
            _plan.Envelope.Predict(envelopeFollow);
            reader.Read();
            ReadRoot(ref reader, body, recordFollow, envelopeFollow);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(follow);
        }
    }

    private void ReadRoot(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, Span<int> recordFollow, Span<int> envelopeFollow)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (!_plan.HasItems || reader.TokenType == JsonTokenType.StartArray)
        {
            ReadItems(ref reader, body, recordFollow);
            return;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("An object is expected.");
        }

        ReadEnvelope(ref reader, body, _plan.Envelope, recordFollow, envelopeFollow);
        if (!_found)
        {
            throw new JsonException("The list of records is not there.");
        }
    }

    private void ReadEnvelope(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, JsonNode node, Span<int> recordFollow, Span<int> follow)
    {
        var last = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var child = Match(ref reader, node, follow, ref last);
            reader.Read();
            if (child is null)
            {
                reader.Skip();
            }
            else if (child.Slots.Contains(JsonRecordPlan.ItemsSlot))
            {
                ReadItems(ref reader, body, recordFollow);
            }
            else if (child.Children.Length > 0 && reader.TokenType == JsonTokenType.StartObject)
            {
                ReadEnvelope(ref reader, body, child, recordFollow, follow);
            }
            else
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                Store(_envelope, 0, child, new Slice(start, (int)reader.BytesConsumed - start));
            }
        }
    }

    private void ReadItems(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, Span<int> follow)
    {
        _found = true;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            ReadRecord(ref reader, body, follow);
            return;
        }

        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("A list of records is expected.");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new JsonException("A record is expected.");
            }

            ReadRecord(ref reader, body, follow);
        }
    }

    private void ReadRecord(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, Span<int> follow)
    {
        var offset = Count * _plan.Stride;
        EnsureRoom(offset + _plan.Stride);
        _slices.AsSpan(offset, _plan.Stride).Clear();
        ReadObject(ref reader, _plan.Record, offset, follow);
        if (_withHashes)
        {
            _hashes[Count] = ComputeHash(body, offset);
        }

        Count++;
    }

    private void ReadObject(ref Utf8JsonReader reader, JsonNode node, int offset, Span<int> follow)
    {
        var last = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var child = Match(ref reader, node, follow, ref last);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            if (child is { Children.Length: > 0 } && reader.TokenType == JsonTokenType.StartObject)
            {
                ReadObject(ref reader, child, offset, follow);
            }
            else if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                reader.Skip();
            }

            if (child is not null)
            {
                Store(_slices, offset, child, new Slice(start, (int)reader.BytesConsumed - start), reader.TokenType == JsonTokenType.Null);
            }
        }
    }

    // An object that is null has null members.
    private static void Store(Slice[] slices, int offset, JsonNode node, Slice slice, bool deep = false)
    {
        foreach (var slot in node.Slots)
        {
            slices[offset + slot] = slice;
        }

        if (deep)
        {
            foreach (var child in node.Children)
            {
                Store(slices, offset, child, slice, deep);
            }
        }
    }

    private static JsonNode? Match(ref Utf8JsonReader reader, JsonNode node, Span<int> follow, ref int last)
    {
        var children = node.Children;
        var predicted = follow[node.Base + last];
        if (predicted < children.Length && IsNamed(ref reader, children[predicted]))
        {
            last = predicted + 1;
            return children[predicted];
        }

        if (!reader.ValueIsEscaped && (node.Lengths & (1UL << (reader.ValueSpan.Length & 63))) == 0)
        {
            return null;
        }

        for (var i = 0; i < children.Length; i++)
        {
            if (IsNamed(ref reader, children[i]))
            {
                follow[node.Base + last] = i;
                last = i + 1;
                return children[i];
            }
        }

        return null;
    }

    private static bool IsNamed(ref Utf8JsonReader reader, JsonNode node) =>
        reader.ValueIsEscaped ? reader.ValueTextEquals(node.Name) : reader.ValueSpan.SequenceEqual(node.Name);

    private UInt128 ComputeHash(ReadOnlySpan<byte> body, int offset)
    {
        var length = 0;
        for (var slot = 0; slot < _plan.Shape.Fields.Count; slot++)
        {
            length = Gather(body, _slices[offset + slot], _plan.Lines[slot], length);
        }

        return XxHash128.HashToUInt128(_gathered.AsSpan(0, length), (long)_plan.Shape.Salt);
    }

    private int Gather(ReadOnlySpan<byte> body, Slice slice, JsonRecordPlan? lines, int length)
    {
        if (lines is not null && slice.Length > 0)
        {
            return GatherLines(body.Slice(slice.Start, slice.Length), lines, length);
        }

        EnsureGathered(length + slice.Length + sizeof(int));
        BinaryPrimitives.WriteInt32LittleEndian(_gathered.AsSpan(length), slice.Length);
        body.Slice(slice.Start, slice.Length).CopyTo(_gathered.AsSpan(length + sizeof(int)));
        return length + slice.Length + sizeof(int);
    }

    // Of a line count only its id and its mapped fields: the etags and captions beside them move without an edit.
    private int GatherLines(ReadOnlySpan<byte> body, JsonRecordPlan lines, int length)
    {
        using var scan = Run(lines, body, withHashes: false);
        EnsureGathered(length + sizeof(int));
        BinaryPrimitives.WriteInt32LittleEndian(_gathered.AsSpan(length), ~scan.Count);
        length += sizeof(int);
        for (var line = 0; line < scan.Count; line++)
        {
            length = Gather(body, scan[line, lines.IdSlot], null, length);
            for (var slot = 0; slot < lines.Shape.Fields.Count; slot++)
            {
                length = Gather(body, scan[line, slot], lines.Lines[slot], length);
            }
        }

        return length;
    }

    private void EnsureGathered(int length)
    {
        if (length <= _gathered.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(length, 2048));
        _gathered.CopyTo(larger.AsSpan());
        ReturnGathered();
        _gathered = larger;
    }

    private void ReturnGathered()
    {
        if (_gathered.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_gathered);
            _gathered = [];
        }
    }

    private void EnsureRoom(int length)
    {
        if (length > _slices.Length)
        {
            Grow(ref _slices, Count * _plan.Stride, Math.Max(length, _slices.Length * 2));
        }

        if (_withHashes && Count == _hashes.Length)
        {
            Grow(ref _hashes, Count, Count * 2);
        }
    }

    private static void Grow<T>(ref T[] array, int used, int length)
    {
        var larger = ArrayPool<T>.Shared.Rent(length);
        array.AsSpan(0, used).CopyTo(larger);
        ArrayPool<T>.Shared.Return(array);
        array = larger;
    }
}
