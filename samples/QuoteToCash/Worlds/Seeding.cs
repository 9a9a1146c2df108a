using System.Text.Json;
using CrmErp.Sdk.Simulators.Admin;

namespace CrmErp.Samples.QuoteToCash.Worlds;

/// <summary>Puts rows of the data set into one system and remembers which record each became.</summary>
internal sealed class Seeding(PeopleEdits people, Truth truth, string system)
{
    private const int Chunk = 1000;

    /// <summary>The record's id by the row's key.</summary>
    public Dictionary<string, string> Ids { get; } = new(StringComparer.Ordinal);

    public void Put(DataSet data, string file, string objectName, Func<DataRow, SeedRecord> record)
    {
        foreach (var chunk in data.Rows(file).Chunk(Chunk))
        {
            var ids = people.Seed(objectName, chunk.Select(record));
            for (var i = 0; i < ids.Count; i++)
            {
                Ids[chunk[i].Key] = ids[i];
                truth.Add(system, objectName, ids[i], chunk[i].Identity, chunk[i].Key);
            }
        }
    }

    /// <summary>What a simulator holds of an object, past its API: as its own people would look.</summary>
    public static IEnumerable<JsonElement> Held(Uri address, string objectName)
    {
        using var http = new HttpClient();
        using var stream = http.GetStreamAsync(new Uri(address, $"/_simulator/data/{objectName}")).GetAwaiter().GetResult();
        foreach (var record in JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(stream).ToBlockingEnumerable())
        {
            yield return record;
        }
    }
}
