using System.Text.Json;
using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Engine;
using CrmErp.Sdk.Reconcile;
using CrmErp.Sdk.State;

namespace CrmErp.Sdk.Operations;

// Why a value is what it is (law 8).
internal sealed partial class SyncOperations
{
    private const int AuditPage = 500;

    public async Task<FieldExplanation?> ExplainAsync(string entity, RecordRef record, string field, CancellationToken cancellationToken = default)
    {
        Known(Flowing(entity, nameof(entity)), field);
        await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        var links = await Store.ReadLinksAsync(Tenant, [record], cancellationToken).ConfigureAwait(false);
        return links.Count == 0 ? null : await ExplainAsync(entity, links[0].GoldenId, field, cancellationToken).ConfigureAwait(false);
    }

    public async Task<FieldExplanation?> ExplainAsync(string entity, GoldenId goldenId, string field, CancellationToken cancellationToken = default)
    {
        var known = Known(Flowing(entity, nameof(entity)), field);
        await engine.OpenAsync(cancellationToken).ConfigureAwait(false);
        var view = await runtime.ViewAsync(cancellationToken).ConfigureAwait(false);
        FieldExplanation? explanation = null;
        await runtime.NewPass(view).PreviewAsync(
            [new Need.Golden(goldenId)],
            scope => scope.Set.TryGolden(goldenId),
            scope => explanation = scope.Set.TryGolden(goldenId) is { } golden && golden.Entity.Name == entity ? Look(scope, view, golden, known) : null,
            cancellationToken).ConfigureAwait(false);
        return explanation is null ? null : explanation with { History = await HistoryAsync(explanation, known, cancellationToken).ConfigureAwait(false) };
    }

    private static EntityField Known(EntityType type, string field)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(field);
        return type.Find(field) ?? throw new ArgumentException(type.FindGroup(field) is { } group
            ? $"'{field}' is a group of '{type.Name}': name one of {string.Join(", ", group.Slots.Select(s => type.Fields[s].Name))}."
            : $"'{type.Name}' has no field '{field}'.", nameof(field));
    }

    private static FieldExplanation Look(PassScope scope, EngineView view, GoldenWork golden, EntityField field)
    {
        var group = golden.Entity.Groups[field.GroupIndex];
        return new FieldExplanation
        {
            Entity = golden.Entity.Name,
            GoldenId = golden.Id,
            Version = golden.Version,
            Field = field.Name,
            Group = group.Name,
            Value = golden.Data[field.Slot],
            SetBy = golden.Provenance.Origins[group.Index] is { } origin ? Origin(origin, golden.Entity, field) : null,
            Spokes = [.. view.Context.SpokesOf(golden.Entity.Name).Select(s => On(scope, golden, s, field, group.Name))],
            Open = [.. golden.Items.Values.Where(i => i.Group.Length == 0 || i.Group == group.Name || i.Kind == OpenItemKind.HeldWorkflow).Select(Entry).OfType<OpenEntry>().Concat(golden.Outbox.Values.OrderBy(o => o.Spoke).Select(Entry))],
            History = [],
        };
    }

    private static ValueOrigin Origin(GroupOrigin origin, EntityType type, EntityField field) => new()
    {
        By = origin.Origin.Name,
        At = origin.At,
        RunId = origin.RunId,
        Rule = origin.Rule,
        Over = origin.Over is null ? FieldValue.Missing : DetailCodec.ReadSlots(origin.Over, type)[field.Slot],
        ChangedAfter = origin.After,
        ChangedBefore = origin.Before,
    };

    private static FieldOnSpoke On(PassScope scope, GoldenWork golden, FlowSpoke spoke, EntityField field, string group)
    {
        var link = golden.LinkOn(spoke.Spoke);
        return new FieldOnSpoke
        {
            Spoke = spoke.Spoke,
            Record = link?.Ref,
            Link = link?.State,
            Shows = link is { IsActive: true } ? link.Seen[field.Slot] : FieldValue.Missing,
            StandsFor = link is { IsActive: true } ? link.Base[field.Slot] : FieldValue.Missing,
            Agreement = Agreement(scope, golden, spoke, link, field, group),
        };
    }

    private static FieldAgreement Agreement(PassScope scope, GoldenWork golden, FlowSpoke spoke, LinkWork? link, EntityField field, string group)
    {
        if (link is not { IsActive: true })
        {
            return FieldAgreement.NoRecord;
        }

        if (spoke.Map.RuleOf(field.Slot) is null)
        {
            return FieldAgreement.NotMapped;
        }

        if (golden.IsHeld(field.GroupIndex, spoke.Spoke))
        {
            return FieldAgreement.Contested;
        }

        if (golden.Item(OpenItemKind.Noted, spoke.Spoke, group) is not null)
        {
            return FieldAgreement.Noted;
        }

        if (scope.Rules.Difference(golden, link, spoke).Contains(field.Slot))
        {
            return FieldAgreement.Owed;
        }

        var (shows, wanted) = (link.Seen[field.Slot], golden.Data[field.Slot]);
        return shows.IsMissing && link.Base[field.Slot].IsMissing ? FieldAgreement.NotMet
            : shows.Equals(wanted) || (shows.IsEmpty && wanted.IsEmpty) ? FieldAgreement.Agrees
            : spoke.Writes(field.Slot, WriteOperation.Update) ? FieldAgreement.Coerced
            : FieldAgreement.ReadOnly;
    }

    private async Task<IReadOnlyList<FieldEvent>> HistoryAsync(FieldExplanation explanation, EntityField field, CancellationToken cancellationToken)
    {
        var type = runtime.Definition.Entities[explanation.Entity];
        var events = new List<FieldEvent>();
        for (var after = 0L; await Store.ReadAuditAsync(Tenant, explanation.GoldenId, after, AuditPage, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page;)
        {
            after = page[^1].Sequence;
            events.AddRange(page.Where(a => a.Field is null || a.Field == field.Name || a.Field == explanation.Group).Select(a => Event(a, type, field)));
        }

        return events;
    }

    private static FieldEvent Event(AuditRow entry, EntityType type, EntityField field)
    {
        var (old, fresh, reason) = (FieldValue.Missing, FieldValue.Missing, (string?)null);
        if (entry.Detail is { } detail)
        {
            using var document = JsonDocument.Parse(detail);
            var root = document.RootElement;
            reason = root.TryGetProperty("reason", out var why) ? why.GetString() : null;
            if (entry.Field is not null && entry.Kind == "set")
            {
                old = DetailCodec.ReadSlots(root.GetProperty("old"), type)[field.Slot];
                fresh = DetailCodec.ReadSlots(root.GetProperty("new"), type)[field.Slot];
            }
            else if (entry.Field is not null && entry.Kind is "loser" or "conflict" or "ambiguous" or "coerced")
            {
                fresh = DetailCodec.ReadSlots(root, type)[field.Slot];
            }
            else if (entry.Kind == "resolved" && root.TryGetProperty("candidate", out var candidate))
            {
                fresh = DetailCodec.ReadSlots(candidate, type)[field.Slot];
            }
        }

        return new FieldEvent { At = entry.At, Kind = entry.Kind, OfRecord = entry.Field is null, By = entry.Origin, Rule = entry.Rule, Old = old, New = fresh, RunId = entry.RunId, Actor = entry.Actor, Reason = reason };
    }
}
