using System.Globalization;
using System.Text.Json;
using CrmErp.Sdk.Simulators.Admin;

namespace CrmErp.Samples.Simulators;

/// <summary>
/// Records to start with, one JSON object per line and one file per object. <c>$id</c> and <c>$modified</c> give id and stamp. Files are
/// loaded in the order of their names; a prefix such as <c>10-</c> orders them and is no part of the object's name.
/// </summary>
internal static class SeedFiles
{
    public static void Load(string folder, PeopleEdits people)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal))
        {
            people.Seed(ObjectOf(file), File.ReadLines(file).Where(line => line.Length > 0).Select(Record));
        }
    }

    private static string ObjectOf(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var dash = name.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && name.AsSpan(0, dash).IndexOfAnyExceptInRange('0', '9') < 0 ? name[(dash + 1)..] : name;
    }

    private static SeedRecord Record(string line)
    {
        var values = new List<(string Name, object? Value)>();
        string? id = null;
        DateTimeOffset? modified = null;
        foreach (var property in JsonElement.Parse(line).EnumerateObject())
        {
            switch (property.Name)
            {
                case "$id": id = property.Value.GetString(); break;
                case "$modified": modified = DateTimeOffset.Parse(property.Value.GetString()!, CultureInfo.InvariantCulture); break;
                default: values.Add((property.Name, Value(property.Value))); break;
            }
        }

        return new SeedRecord(values) { Id = id, Modified = modified };
    }

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetDecimal(),
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        JsonValueKind.Null => null,
        _ => value,
    };
}
