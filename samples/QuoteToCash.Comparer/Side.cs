using System.Text.Json;

namespace CrmErp.Samples.QuoteToCash.Comparing;

/// <summary>One simulator, read through its administrative address and never through the vendor's API.</summary>
public sealed class Side(string name, Uri address, HttpClient http)
{
    private readonly Dictionary<string, Dictionary<string, Item>> _objects = new(StringComparer.Ordinal);

    /// <summary>crm or erp.</summary>
    public string Name => name;

    /// <summary>All records of an object by id; read once.</summary>
    public async Task<IReadOnlyDictionary<string, Item>> AllAsync(string objectName)
    {
        if (_objects.TryGetValue(objectName, out var known))
        {
            return known;
        }

        var items = new Dictionary<string, Item>(StringComparer.Ordinal);
        using var stream = await http.GetStreamAsync(new Uri(address, $"/_simulator/data/{objectName}")).ConfigureAwait(false);
        await foreach (var row in JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(stream).ConfigureAwait(false))
        {
            var id = row.GetProperty(row.TryGetProperty("Id", out _) ? "Id" : "id").GetString()!;
            items[id] = new Item(objectName, id, row);
        }

        return _objects[objectName] = items;
    }

    /// <summary>All documents of an object with their lines.</summary>
    public async Task<IReadOnlyDictionary<string, Item>> DocumentsAsync(string objectName, string lineObject, string parentField)
    {
        var documents = await AllAsync(objectName).ConfigureAwait(false);
        var lines = await AllAsync(lineObject).ConfigureAwait(false);
        foreach (var group in lines.Values.Where(l => l[parentField] is not null).GroupBy(l => l[parentField]!))
        {
            if (documents.TryGetValue(group.Key, out var document))
            {
                document.Lines = [.. group];
            }
        }

        return documents;
    }

    /// <summary>Every write so far: who did what to which record.</summary>
    public async Task<IReadOnlyList<Write>> WritesAsync()
    {
        var writes = new List<Write>();
        using var stream = await http.GetStreamAsync(new Uri(address, "/_simulator/log")).ConfigureAwait(false);
        await foreach (var row in JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(stream).ConfigureAwait(false))
        {
            writes.Add(new Write(row.GetProperty("client").GetString()!, row.GetProperty("object").GetString()!, row.GetProperty("id").GetString()!, row.GetProperty("operation").GetString()!));
        }

        return writes;
    }

    /// <summary>Changes a stored value behind everyone's back.</summary>
    public async Task TamperAsync(Item item, string field, object? value)
    {
        using var body = new StringContent(JsonSerializer.Serialize(new Dictionary<string, object?> { [field] = value }), System.Text.Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri(address, $"/_simulator/tamper/{item.Object}/{item.Id}"), body).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{item.Object}.{field} cannot be changed: {await response.Content.ReadAsStringAsync().ConfigureAwait(false)}");
        }
    }
}

/// <summary>One write of a simulator's log.</summary>
public sealed record Write(string Client, string Object, string Id, string Operation);
