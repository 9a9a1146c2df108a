using CrmErp.Sdk.Connectors.BusinessCentral.Read;
using CrmErp.Sdk.Connectors.Http;
using CrmErp.Sdk.Connectors.OData.Metadata;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Metadata;

/// <summary>Reads $metadata and completes it with what the document cannot say: required fields, coercions, references, computed fields.</summary>
internal sealed class MetadataReader(BusinessCentralSession session)
{
    public async Task<IReadOnlyList<ObjectMetadata>> ReadAsync(MetadataRequest request, CancellationToken cancellationToken)
    {
        var get = new ConnectorRequest(HttpMethod.Get, "$metadata") { Pools = session.Pools, Headers = [new("Accept", "application/xml")] };
        using var response = await session.Client.ReadAsync(get, cancellationToken).ConfigureAwait(false);
        var model = Parse(response.Body);
        return [.. request.Objects.Select(name => Describe(model, name)).OfType<ObjectMetadata>()];
    }

    private EdmModel Parse(ReadOnlyMemory<byte> document)
    {
        try
        {
            return EdmxReader.Read(document);
        }
        catch (InvalidDataException e)
        {
            throw new ConnectorException(ErrorKind.Internal, $"Connection '{session.Connection}': {e.Message}", e);
        }
    }

    private static ObjectMetadata? Describe(EdmModel model, string name)
    {
        var page = ApiPages.Of(name);
        var live = model.Describe(page.Set, new EdmMetadataOptions
        {
            Lines = page.Lines is { } lines ? [lines] : [],
            TextCoercion = Coercions.EmptyIsNull,
            DecodeMember = OptionNames.Decode,
        });
        if (live is null)
        {
            return null;
        }

        return StandardSchema.Find(name) is { } shipped ? Merge(shipped, live, page) : live;
    }

    private static ObjectMetadata Merge(ObjectMetadata shipped, ObjectMetadata live, ApiPage page)
    {
        // Ours are fields that only this connector knows: codes behind ids, references by number.
        bool IsOurs(FieldMetadata field) => field.Path.Contains('.', StringComparison.Ordinal) || page.Aliases.ContainsKey(field.Path) || page.References.Any(r => r.Path == field.Path);
        var known = shipped.Fields.Where(f => IsOurs(f) || live.Find(f.Path) is not null).Select(f => Merge(f, live.Find(f.Path), page));
        var others = page.Object == page.Set ? live.Fields.Where(f => shipped.Find(f.Path) is null) : [];
        return new ObjectMetadata { Name = shipped.Name, Fields = [.. known, .. others], CanCreate = shipped.CanCreate, CanUpdate = shipped.CanUpdate, CanDelete = shipped.CanDelete };
    }

    private static FieldMetadata Merge(FieldMetadata shipped, FieldMetadata? live, ApiPage page) => live is null ? shipped : new FieldMetadata
    {
        Path = shipped.Path,
        Kind = shipped.Kind,
        NativeType = live.NativeType,
        MaxLength = live.MaxLength ?? shipped.MaxLength,
        Precision = live.Precision ?? shipped.Precision,
        Scale = shipped.Scale,
        Required = shipped.Required,
        Createable = shipped.Createable && live.Createable,
        Updateable = shipped.Updateable && live.Updateable,
        Nullable = shipped.Nullable,
        Unique = shipped.Unique,
        Filterable = shipped.Filterable,
        Values = live.Values.Count > 0 && shipped.Values.Count > 0 ? live.Values : shipped.Values,
        ReferenceTo = shipped.ReferenceTo,
        Lines = shipped.Lines is { } lines && live.Lines is { } liveLines ? Merge(lines, liveLines, new ApiPage(lines.Name, lines.Name)) : shipped.Lines,
        Coercion = shipped.Coercion,
        Currency = shipped.Currency,
    };
}
