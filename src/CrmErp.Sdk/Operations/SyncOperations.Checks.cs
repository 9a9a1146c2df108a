using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Engine;
using CrmErp.Sdk.Reconcile;

namespace CrmErp.Sdk.Operations;

// What is asked for must make sense before anything is read or changed.
internal sealed partial class SyncOperations
{
    /// <summary>A filter that can never find anything is a mistake of the caller, not an empty answer.</summary>
    private void Check(OpenEntryFilter filter)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(filter.Take);
        if (filter.Entity is { } entity && runtime.Definition.FindFlow(entity) is null)
        {
            throw UnknownEntity(entity, nameof(filter));
        }

        if (filter.Spoke is { } spoke)
        {
            Check(spoke.Connection, nameof(filter));
        }
    }

    private EntityType Flowing(string entity, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(entity, parameter);
        return runtime.Definition.FindFlow(entity)?.Entity ?? throw UnknownEntity(entity, parameter);
    }

    private void Check(ConnectionId connection, string parameter)
    {
        if (!runtime.Connectors.ContainsKey(connection))
        {
            throw new ArgumentException($"The definition has no connection '{connection}'. Connections: {string.Join(", ", runtime.Connectors.Keys.Order())}.", parameter);
        }
    }

    private ArgumentException UnknownEntity(string entity, string parameter) =>
        new($"No flow carries '{entity}'. Flows: {string.Join(", ", runtime.Definition.Flows.Select(f => f.Entity.Name))}.", parameter);

    /// <summary>Custom values: of the contested group, of the field's kind, within its bounds.</summary>
    private static void Check(ConflictAnswer answer, EntityType type, string group)
    {
        if (answer.Values is not { } values)
        {
            return;
        }

        if (values.Count == 0)
        {
            throw new ArgumentException($"A custom answer needs at least one value of the group '{group}'.", nameof(answer));
        }

        foreach (var (name, value) in values)
        {
            var field = type.Find(name) ?? throw new ArgumentException($"'{type.Name}' has no field '{name}'.", nameof(answer));
            if (field.Group != group)
            {
                throw new ArgumentException($"'{name}' is not a field of the contested group '{group}'.", nameof(answer));
            }

            if (Misfit(field, value) is { } why)
            {
                throw new ArgumentException($"The value for '{type.Name}.{name}' {why}.", nameof(answer));
            }
        }
    }

    // Says what is wrong without the value: it may be personal data.
    private static string? Misfit(EntityField field, FieldValue value)
    {
        if (value.IsMissing)
        {
            return "is missing; use FieldValue.Null to clear the field";
        }

        if (value.IsNull)
        {
            return null;
        }

        if (value.Kind != field.Kind)
        {
            return $"is {value.Kind}, the field is {field.Kind}";
        }

        if (value.ReferenceOrNull() is { } reference && reference.Type != field.ReferenceTo)
        {
            return $"refers to '{reference.Type}', the field to '{field.ReferenceTo}'";
        }

        if (value.TextOrNull() is not { } text)
        {
            return null;
        }

        return text.Length > field.MaxLength ? $"has {text.Length} characters, the field takes {field.MaxLength}"
            : field.Values.Count > 0 && !field.Values.Contains(text, StringComparer.Ordinal) ? $"is none of {string.Join(", ", field.Values)}"
            : null;
    }

    /// <summary>Whether a record or a golden record of this text form is known: linked, staged, in question, or stored.</summary>
    private async Task<bool> IsKnownAsync(EngineView view, string entity, string node, CancellationToken cancellationToken)
    {
        if (!RecordRef.TryParse(node, out var reference))
        {
            return Guid.TryParseExact(node, "n", out _)
                && (await Store.ReadAggregatesAsync(Tenant, [GoldenId.Parse(node)], cancellationToken).ConfigureAwait(false)).Any(a => a.Golden.Entity == entity);
        }

        return view.Context.SpokeOfObject(entity, reference.Spoke, reference.Object) is not null
            && ((await Store.ReadLinksAsync(Tenant, [reference], cancellationToken).ConfigureAwait(false)).Count > 0
                || (await Store.ReadStageAsync(Tenant, [reference], cancellationToken).ConfigureAwait(false)).Count > 0
                || (await Store.ReadOpenItemsAsync(Tenant, [reference], cancellationToken).ConfigureAwait(false)).Count > 0);
    }

    private bool IsKnown(PauseLevel level) =>
        (level.OnConnection is not { } connection || runtime.Connectors.ContainsKey(connection))
        && (level.OfEntity is not { } entity || runtime.Definition.FindFlow(entity) is { } flow && (level.OnConnection is not { } on || flow.Member(on) is not null));
}
