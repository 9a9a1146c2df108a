using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace CrmErp.Sdk.Simulators.Admin;

/// <summary>Plain .NET values as JSON, the way the simulated systems write them.</summary>
public static class JsonValues
{
    /// <summary>An object from names and values; lists of such pairs become arrays of objects.</summary>
    public static JsonElement Object(params IReadOnlyList<(string Name, object? Value)> values)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            WriteObject(writer, values);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>Writes one value.</summary>
    /// <exception cref="ArgumentException">The value's type has no JSON form here.</exception>
    public static void Write(Utf8JsonWriter writer, object? value)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case int number: writer.WriteNumberValue(number); break;
            case long number: writer.WriteNumberValue(number); break;
            case decimal number: writer.WriteNumberValue(number); break;
            case Guid guid: writer.WriteStringValue(guid); break;
            case DateOnly date: writer.WriteStringValue(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)); break;
            case DateTimeOffset instant:
                writer.WriteStringValue(instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                break;
            case JsonElement element: element.WriteTo(writer); break;
            case IEnumerable<IReadOnlyList<(string Name, object? Value)>> rows: WriteRows(writer, rows); break;
            default: throw new ArgumentException($"A {value.GetType().Name} has no JSON form here.", nameof(value));
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, IReadOnlyList<(string Name, object? Value)> values)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in values)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteRows(Utf8JsonWriter writer, IEnumerable<IReadOnlyList<(string Name, object? Value)>> rows)
    {
        writer.WriteStartArray();
        foreach (var row in rows)
        {
            WriteObject(writer, row);
        }

        writer.WriteEndArray();
    }
}
