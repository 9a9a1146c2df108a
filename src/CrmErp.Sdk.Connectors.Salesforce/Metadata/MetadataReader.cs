using CrmErp.Sdk.Connectors.Salesforce.Read;

namespace CrmErp.Sdk.Connectors.Salesforce.Metadata;

/// <summary>Describes objects as this user sees them, each with its parts in one piece.</summary>
internal sealed class MetadataReader(SalesforceClient client, Aggregates aggregates) : IMetadataReader
{
    public async Task<IReadOnlyList<ObjectMetadata>> ReadMetadataAsync(MetadataRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var builder = new MetadataBuilder(aggregates, client.Options.MultiCurrency ? null : client.Options.Currency);
        var described = new Dictionary<string, ObjectDescription?>(StringComparer.Ordinal);
        var result = new List<ObjectMetadata>();
        foreach (var name in request.Objects.Distinct(StringComparer.Ordinal))
        {
            if (await DescribeOnceAsync(described, name, cancellationToken).ConfigureAwait(false) is not { } description)
            {
                continue;
            }

            var parts = new Dictionary<string, ObjectDescription>(StringComparer.Ordinal);
            foreach (var part in aggregates.PartsOf(name))
            {
                if (await DescribeOnceAsync(described, part, cancellationToken).ConfigureAwait(false) is { } found)
                {
                    parts[part] = found;
                }
            }

            result.Add(builder.Build(description, parts));
        }

        return result;
    }

    /// <summary>Describes one object; null when it does not exist for this user.</summary>
    /// <exception cref="ConnectorException">The call failed.</exception>
    public async Task<ObjectDescription?> DescribeAsync(string objectName, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync($"sobjects/{Soql.Name(objectName)}/describe", cancellationToken).ConfigureAwait(false);
            return DescribeReader.Read(response.Body);
        }
        catch (ConnectorException error) when (error.Kind == ErrorKind.NotFound || error.VendorCode is "INVALID_TYPE" or "NOT_FOUND")
        {
            return null;
        }
    }

    private async Task<ObjectDescription?> DescribeOnceAsync(Dictionary<string, ObjectDescription?> described, string name, CancellationToken cancellationToken)
    {
        if (!described.TryGetValue(name, out var description))
        {
            described[name] = description = await DescribeAsync(name, cancellationToken).ConfigureAwait(false);
        }

        return description;
    }
}
