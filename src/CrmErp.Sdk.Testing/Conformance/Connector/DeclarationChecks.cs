using CrmErp.Sdk.Connectors;
using static CrmErp.Sdk.Testing.ConnectorCheckContext;

namespace CrmErp.Sdk.Testing;

/// <summary>What is declared twice must agree, and must be possible.</summary>
internal static class DeclarationChecks
{
    public static IReadOnlyList<ConnectorCheck> All { get; } =
    [
        new("Capabilities_match_the_interfaces", CapabilitiesAsync),
        new("Object_descriptors_are_possible", DescriptorsAsync),
        new("Metadata_knows_every_field_of_the_shape", MetadataAsync),
        new("Check_succeeds_and_names_the_organisation", CheckAsync),
    ];

    private static Task CapabilitiesAsync(ConnectorCheckContext context)
    {
        var connector = context.Connector;
        var declared = connector.Descriptor.Capabilities;
        foreach (var (flag, implemented) in new (ConnectorCapabilities, bool)[]
        {
            (ConnectorCapabilities.Read, connector is IRecordReader), (ConnectorCapabilities.Changes, connector is IChangeReader), (ConnectorCapabilities.Write, connector is IRecordWriter),
            (ConnectorCapabilities.Metadata, connector is IMetadataReader), (ConnectorCapabilities.Webhooks, connector is IWebhookReceiver),
            (ConnectorCapabilities.Provisioning, connector is IProvisioner), (ConnectorCapabilities.Check, connector is IConnectionCheck),
        })
        {
            Require(declared.HasFlag(flag) == implemented, $"Capability {flag} is {(declared.HasFlag(flag) ? "declared, but its interface is missing" : "implemented, but not declared")}.");
        }

        return Task.CompletedTask;
    }

    private static Task DescriptorsAsync(ConnectorCheckContext context)
    {
        var descriptor = context.Connector.Descriptor;
        var names = descriptor.Objects.Select(o => o.Name).ToArray();
        Require(names.Distinct(StringComparer.Ordinal).Count() == names.Length, "An object is declared twice.");
        foreach (var candidate in descriptor.Objects)
        {
            var named = candidate.Identity is IdentityStrategy.ExternalId or IdentityStrategy.Marker;
            Require(!named || !string.IsNullOrEmpty(candidate.IdentityField), $"'{candidate.Name}' has identity {candidate.Identity} without an identity field.");
            Require(candidate.PageSize > 0 && candidate.WriteBatchSize > 0 && candidate.GetBatchSize > 0, $"'{candidate.Name}' has a size that is not positive.");
            Require(candidate.Reply == WriteReply.Acknowledgement || candidate.Version != VersionKind.None || candidate.Reply == WriteReply.Stored, $"'{candidate.Name}' answers a version but has none.");
            Require(candidate.Changes != ChangeModel.SweepOnly || candidate.Deletes == DeleteModel.None, $"'{candidate.Name}' has tombstones without a feed.");
        }

        return Task.CompletedTask;
    }

    private static async Task MetadataAsync(ConnectorCheckContext context)
    {
        Applies(context.Connector is IMetadataReader, "The connector reads no metadata.");
        var reader = (IMetadataReader)context.Connector;
        var request = new MetadataRequest { Scope = context.Arrangement.Scope, Objects = [context.Shape.Object, "NoSuchObject__conformance"] };
        var answer = await reader.ReadMetadataAsync(request, context.CancellationToken).ConfigureAwait(false);
        Require(answer.Count == 1 && answer[0].Name == context.Shape.Object, "An object that does not exist must be left out, and no other.");
        foreach (var field in context.Shape.Fields)
        {
            var found = answer[0].Find(field.Path);
            Require(found is not null, $"The metadata does not know '{field.Path}'.");
            Require(found!.Kind == field.Kind, $"'{field.Path}' is {found.Kind} by the metadata and {field.Kind} by the shape.");
        }

        var again = await reader.ReadMetadataAsync(request, context.CancellationToken).ConfigureAwait(false);
        Require(answer[0].ComputeHash() == again[0].ComputeHash(), "Two readings of the same schema have different hashes.");
    }

    private static async Task CheckAsync(ConnectorCheckContext context)
    {
        Applies(context.Connector is IConnectionCheck, "The connector has no check.");
        var result = await ((IConnectionCheck)context.Connector).CheckAsync(new ConnectionCheckRequest { Scopes = [context.Arrangement.Scope] }, context.CancellationToken).ConfigureAwait(false);
        Require(result.Succeeded, "The check found: " + string.Join(" ", result.Problems.Select(p => p.Message)));
        Require(!string.IsNullOrEmpty(result.OrgFingerprint), "The check names no organisation: a copy of the system could not be told from it.");
    }
}
