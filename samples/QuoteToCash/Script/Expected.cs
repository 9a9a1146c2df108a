using System.Text.Json;
using CrmErp.Samples.QuoteToCash.Engine;
using CrmErp.Samples.QuoteToCash.Worlds;

namespace CrmErp.Samples.QuoteToCash.Script;

/// <summary>expected.csv: where every awkward case and every scripted edit must end, as an open item or as a value.</summary>
internal sealed class Expected(string file, Systems systems)
{
    private readonly List<CsvRow> _rows = [.. CsvFile.Read(file)];

    /// <summary>Differences between what is open and what should be; empty when they are the same, item by item.</summary>
    public List<string> Unexpected(string openFile)
    {
        var names = systems.Truth.Names();
        var left = _rows.Where(r => r["Kind"] == "open").Select(r => $"{r["Queue"]} {r["Entity"]} {r["Cause"]} {r.Key}").ToList();
        var problems = new List<string>();
        foreach (var row in File.ReadLines(openFile).Select(l => JsonSerializer.Deserialize(l, WireJson.Default.OpenRow)!))
        {
            string?[] keys = [row.Crm is null ? null : names.GetValueOrDefault(("crm", row.Crm)), row.Erp is null ? null : names.GetValueOrDefault(("erp", row.Erp))];
            var found = keys.Where(k => k is not null).Select(k => $"{row.Queue} {row.Entity} {row.Cause} {k}").FirstOrDefault(left.Contains);
            if (found is null)
            {
                problems.Add($"open but not expected: {row.Queue} {row.Entity} {row.Cause} {string.Join("/", keys.Where(k => k is not null).DefaultIfEmpty(row.Crm ?? row.Erp))} {row.Group}");
            }
            else
            {
                left.Remove(found);
            }
        }

        problems.AddRange(left.Select(l => $"expected but not open: {l}"));
        return problems;
    }

    /// <summary>Values that are not what they should be.</summary>
    public List<string> WrongValues()
    {
        var problems = new List<string>();
        foreach (var row in _rows.Where(r => r["Kind"] == "value"))
        {
            var people = row["System"] == "crm" ? systems.Crm.People : systems.Erp.People;
            var found = systems.Truth.IdOrNull(row.Key) is { } id ? people.Find(row["Object"], id) : null;
            var value = found?.TryGetProperty(row["Field"], out var v) == true ? v.ToString() : "(no record)";
            var same = decimal.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var number) && decimal.TryParse(row["Value"], System.Globalization.CultureInfo.InvariantCulture, out var wanted)
                ? number == wanted
                : string.Equals(value, row["Value"], StringComparison.OrdinalIgnoreCase);
            if (!same)
            {
                problems.Add($"{row.Key}: {row["System"]} {row["Object"]}.{row["Field"]} is '{value}', not '{row["Value"]}'");
            }
        }

        return problems;
    }
}
