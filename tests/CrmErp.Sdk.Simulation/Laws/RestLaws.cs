using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Simulation.Model;
using CrmErp.Sdk.Simulation.World;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Simulation.Laws;

/// <summary>What must hold at rest.</summary>
internal sealed class RestLaws(SimWorld world, StateSnapshot state)
{
    /// <summary>Laws 1 to 5, 8, 9.</summary>
    public void Check()
    {
        foreach (var system in world.Members)
        {
            foreach (var entity in system.Entities)
            {
                EveryRecordIsLinkedOrVisible(system, entity);
            }
        }

        OrdersPerWonDeal();
        HistoryMakesNothing();
        NothingVanishedByMistake();
        foreach (var golden in state.Golden.Values)
        {
            Converges(golden);
        }

        new EditLaws(world, state).Check();
        new PolicyLaws(world, state).Check();
        new LineLaws(world, state).Check();
    }

    /// <summary>The feed alone is complete: sweeps only repair.</summary>
    public void CheckFeed()
    {
        foreach (var system in world.Members)
        {
            foreach (var entity in system.Entities.Where(e => system.HasFeed(e) && IsReadable(system, e)))
            {
                foreach (var record in system.People.All(entity.Object))
                {
                    WasDelivered(system, entity, record);
                }
            }
        }
    }

    // What nobody might read for a while was not told by the feed: the sweep finds it.
    private bool IsReadable(SimSystem system, SimEntity entity)
    {
        var readable = !world.Hidden.Contains((system.Name, entity.Object));
        if (!readable)
        {
            world.Coverage.Count("exempt.unreadable");
        }

        return readable;
    }

    private void WasDelivered(SimSystem system, SimEntity entity, FakeRecord record)
    {
        var reference = new RecordRef(system.Name, "", entity.Object, record.Id);
        if (state.ItemOf(reference) is not null || state.Hints.Contains(reference) || state.Stage.TryGetValue(reference, out var staged) && staged.Record is not null)
        {
            return;
        }

        var link = state.Links.GetValueOrDefault(reference);
        if (link is null || link.State == LinkState.Reserved)
        {
            throw new LawBrokenException("1 no loss", $"the feed of {system.Name} never delivered {entity.Object}/{record.Id} {record.Version} (link {link?.State.ToString() ?? "none"})");
        }

        if (link.State == LinkState.Active && Differs(system, entity, record, link) && state.Row(state.Canonical(link.GoldenId), system.Spoke) is not { Flight: not null })
        {
            throw new LawBrokenException("1 no loss", $"the feed of {system.Name} never delivered {entity.Object}/{record.Id} {record.Version} (link has {link.Version})");
        }
    }

    private bool Differs(SimSystem system, SimEntity entity, FakeRecord record, LinkRow link)
    {
        if (system.Fake.Descriptor.For(entity.Object).Version == VersionKind.Strict)
        {
            return link.Version is not null && link.Version != record.Version;
        }

        var map = world.Definition.FindFlow(entity.Name)?.Member(system.Name)?.Map;
        var read = map is null ? null : new FakeReader(system.Fake).Record(system.Fake.Table("", entity.Object), system.People.Live(entity.Object, record.Id), map.Shape);
        return read is not null && link.Version is not null && link.Hash != read.Hash;
    }

    private void EveryRecordIsLinkedOrVisible(SimSystem system, SimEntity entity)
    {
        foreach (var record in system.People.All(entity.Object))
        {
            var reference = new RecordRef(system.Name, "", entity.Object, record.Id);
            var link = state.Links.GetValueOrDefault(reference);
            if (state.Stage.ContainsKey(reference) && link is null or { State: LinkState.Reserved })
            {
                world.Coverage.Count("queue.staged");
                continue;
            }

            if (link is not { State: LinkState.Active or LinkState.Frozen } && state.ItemOf(reference) is null && !AwaitsAnUnknownCreate(system, entity, record, reference))
            {
                throw new LawBrokenException("1 no loss", $"{system.Name} {entity.Object}/{record.Id} is neither linked nor queued (link {link?.State.ToString() ?? "none"})");
            }

            OursIsLinkedToItsCause(system, entity, record, link);
        }

        foreach (var item in state.Items.Where(i => i.Kind == OpenItemKind.PossibleDuplicate && i.Spoke == system.Spoke && i.Entity == entity.Name && i.Ref is not null))
        {
            // A duplicate of nobody would wait for ever.
            if (Twins(item).All(golden => state.Links.Values.All(l => l.Ref.Spoke != system.Spoke || l.State is LinkState.Gone or LinkState.Alias || state.Canonical(l.GoldenId) != golden)))
            {
                throw new LawBrokenException("1 no loss", $"{item.Ref} stands as a duplicate of {item.Detail}, which has no record in {system.Name}");
            }
        }
    }

    private IEnumerable<GoldenId> Twins(OpenItem item)
    {
        using var detail = System.Text.Json.JsonDocument.Parse(item.Detail);
        return detail.RootElement.TryGetProperty("golden", out var list) ? [.. list.EnumerateArray().Select(g => state.Canonical(GoldenId.Parse(g.GetString()!)))] : [];
    }

    /// <summary>R17: while a create is unresolved, an unlinked record may be the one it made; the row names it, or a hint waits.</summary>
    private bool AwaitsAnUnknownCreate(SimSystem system, SimEntity entity, FakeRecord record, RecordRef reference) =>
        state.Outbox.Any(o => o.Spoke == system.Spoke && o.Entity == entity.Name && o.CreateInFlight && o.State == OutboxState.Parked
            && (state.Hints.Contains(reference) || o.Detail?.Contains(record.Id, StringComparison.Ordinal) == true));

    private void OursIsLinkedToItsCause(SimSystem system, SimEntity entity, FakeRecord record, LinkRow? link)
    {
        var first = system.People.Live(entity.Object, record.Id).Versions[0];
        if (link is { State: LinkState.Active } && first is { Actor: FakeActor.Engine, Key: { } key } && KeyReader.TryRead(system.Spoke, key, out var cause) && state.Canonical(cause) != state.Canonical(link.GoldenId))
        {
            throw new LawBrokenException("2 no duplicate", $"our own {system.Name} {record.Id}, made for {cause}, became {link.GoldenId}");
        }
    }

    private void OrdersPerWonDeal()
    {
        var orders = state.Golden.Values.Count(g => g.Golden.Entity == "Order" && g.Golden.State == GoldenState.Live && g.Golden.Provenance.Contains("workflow:", StringComparison.Ordinal));
        var won = world.Ledger.Edits.Where(e => e.Entity == SimEntity.Opportunity && e.Field == "Stage" && e.Value.TextOrNull() == "won").Select(e => state.GoldenOf(e.Ref)).Distinct().Count(g => g is not null);
        var merged = state.Golden.Values.Count(g => g.Golden.Entity == "Opportunity" && g.Golden.State == GoldenState.Merged);
        if (orders > won + merged)
        {
            throw new LawBrokenException("2 no duplicate", $"{orders} orders for {won} won deals");
        }
    }

    /// <summary>R47: a deal that was won before the first load, and never since, makes no order.</summary>
    private void HistoryMakesNothing()
    {
        foreach (var deal in state.Golden.Values.Where(g => g.Golden.Entity == "Opportunity" && g.Golden.State == GoldenState.Live))
        {
            var won = world.Ledger.Edits.Where(e => e.Entity == SimEntity.Opportunity && e.Field == "Stage" && e.Value.TextOrNull() == "won" && state.GoldenOf(e.Ref) == deal.Golden.Id).ToArray();
            var edited = world.Ledger.Edits.Any(e => e.Entity == SimEntity.Opportunity && !e.IsNew && state.GoldenOf(e.Ref) == deal.Golden.Id);
            var made = world.Store.ReadDerivedAsync(TenantId.Default, [deal.Golden.Id]).GetAwaiter().GetResult().Any(d => d.GoldenId is not null);
            if (made && !edited && !world.Hidden.Any(h => h.Object == "opportunities") && won.Length > 0 && won.All(e => e.Number < world.Populated))
            {
                throw new LawBrokenException("10 first run", $"{deal.Golden.Id} was won before anything ran, and an order was made of it");
            }
        }
    }

    /// <summary>R30, R31: who was taken for deleted, was; and what lives on in a successor was not.</summary>
    private void NothingVanishedByMistake()
    {
        foreach (var entry in state.Audit.Where(a => a is { Kind: "deleted", Origin: not null } && a.Row.GoldenId is not null))
        {
            var system = world.Systems.First(s => s.Spoke.ToString() == entry.Origin);
            var golden = state.Canonical(entry.Row.GoldenId!.Value);
            var versions = state.Links.Values.Where(l => l.Ref.Spoke == system.Spoke && l.Entity == entry.Row.Entity && state.Canonical(l.GoldenId) == golden)
                .SelectMany(l => system.Fake.Table("", l.Ref.Object).Find(l.Ref.Id)?.Versions ?? []).Where(v => v.At <= entry.At).ToArray();
            if (system.Fake.Behavior.SearchLag > TimeSpan.Zero && versions.Any(v => v.Kind == FakeEventKind.Consumed))
            {
                // The successor is found by a search, and the search lags.
                world.Coverage.Count("exempt.successorLag");
                continue;
            }

            if (versions.Length > 0 && versions.All(v => v.Kind is not (FakeEventKind.Deleted or FakeEventKind.Merged)))
            {
                throw new LawBrokenException("1 no loss", $"{entry.Row.Entity} {golden} was taken for deleted in {system.Name}, and {(versions.Any(v => v.Kind == FakeEventKind.Consumed) ? "lives on in its successor" : "never was")}");
            }
        }
    }

    private void Converges(GoldenAggregate golden)
    {
        var entity = SimEntity.Of(golden.Golden.Entity);
        foreach (var system in world.Members.Where(s => s.Carries(entity)))
        {
            var row = state.Row(golden.Golden.Id, system.Spoke);
            if (row is not null)
            {
                world.Coverage.Count($"queue.{row.State}.{row.Cause}");
                WaitsForSomebody(row, system);
                continue;
            }

            var link = golden.Links.FirstOrDefault(l => l.Ref.Spoke == system.Spoke && l.State != LinkState.Gone) ?? golden.Links.FirstOrDefault(l => l.Ref.Spoke == system.Spoke);
            Converges(golden, entity, system, link);
        }
    }

    /// <summary>R28: what waits, waits for a counterpart that is not there.</summary>
    private void WaitsForSomebody(OutboxRow row, SimSystem system)
    {
        if (row.State == OutboxState.Waiting && row.WaitsOn.Count > 0 && row.WaitsOn.All(w => state.Active(state.Canonical(w), system.Spoke) is not null))
        {
            throw new LawBrokenException("1 no loss", $"{row.Entity} {row.GoldenId} waits for {string.Join(", ", row.WaitsOn)} in {system.Name}, and they are there");
        }
    }

    private void Converges(GoldenAggregate golden, SimEntity entity, SimSystem system, LinkRow? link)
    {
        var id = golden.Golden.Id;
        if (golden.Golden.State == GoldenState.Deleted && link is { State: LinkState.Active } && world.Policies.OnDelete(entity.Name) == Deletes.Delete)
        {
            throw new LawBrokenException("3 convergence", $"{id} is deleted, and {link.Ref} lives on");
        }

        if (golden.Golden.State != GoldenState.Live || state.Items.Any(i => i.Kind == OpenItemKind.DeleteConflict && i.GoldenId == id))
        {
            return;
        }

        if (link is null)
        {
            if (!Withheld(golden, system))
            {
                throw new LawBrokenException("1 no loss", $"{entity} {id} has no link and no row in {system.Name}");
            }

            return;
        }

        if (link.State == LinkState.Active)
        {
            var record = system.People.Find(entity.Object, link.Ref.Id);
            if (record is null or { IsDeleted: true })
            {
                if (system.People.All(entity.Object).Count == 0 && state.Hints.Contains(link.Ref))
                {
                    // Nothing else is readable: a suspicion, not evidence (R31). The hint stays.
                    world.Coverage.Count("exempt.noCanary");
                    return;
                }

                throw new LawBrokenException("3 convergence", $"{link.Ref} was deleted unnoticed");
            }

            ShowsGolden(golden, entity, system, record);
        }
    }

    /// <summary>R45: beside a staged record that may be its counterpart nothing is created.</summary>
    private bool Withheld(GoldenAggregate golden, SimSystem system) =>
        state.Stage.Values.Any(s => s.Ref.Spoke == system.Spoke && s.Entity == golden.Golden.Entity && s.StrongKeys.Concat(s.WeakKeys).Intersect(golden.Golden.Keys).Any());

    private void ShowsGolden(GoldenAggregate golden, SimEntity entity, SimSystem system, FakeRecord record)
    {
        var data = state.Data(golden);
        foreach (var field in entity.Type.Fields)
        {
            if (world.Maps.Of(system.Name, entity.Name, field.Name) is not { } converter || IsExempt(golden.Golden.Id, field, system))
            {
                continue;
            }

            if (field.Kind == FieldKind.Lines)
            {
                ShowsLines(golden.Golden.Id, entity, system, record, data[field.Slot]);
            }
            else if (!Shows(entity, system, field, converter, data[field.Slot], record[SimEntity.Path(field.Name)]))
            {
                throw new LawBrokenException("3 convergence", $"{golden.Golden.Id}.{field.Name}={SimText.Of(data[field.Slot])} but {system.Name} {record.Id} holds {SimText.Of(record[SimEntity.Path(field.Name)])}");
            }
        }
    }

    private bool Shows(SimEntity entity, SimSystem system, EntityField field, SimConverter converter, FieldValue golden, FieldValue held)
    {
        if (field.Kind == FieldKind.Reference)
        {
            // R28b: the id of a record that was made anew is dead.
            if (held.ReferenceOrNull() is { } dead && state.Links.GetValueOrDefault(new RecordRef(system.Name, "", dead.Type, dead.Id)) is { State: LinkState.Alias or LinkState.Gone } old && state.Active(state.Canonical(old.GoldenId), system.Spoke) is not null)
            {
                return false;
            }

            var target = held.ReferenceOrNull() is { } reference ? state.GoldenOf(new RecordRef(system.Name, "", reference.Type, reference.Id)) : null;
            return target == (golden.ReferenceOrNull() is { } wanted ? state.Canonical(wanted.GoldenId) : (GoldenId?)null);
        }

        var sent = golden.HasValue ? converter.Write(golden) : golden;
        var remapped = converter != SimConverter.Identity || world.Remapped.Contains((system.Name, field.Name));
        return SimText.Of(held) == SimText.Of(sent) || SimText.Of(held) == SimText.Of(system.Stored(entity, field.Name, sent.IsMissing ? FieldValue.Null : sent))
            || SimText.Of(held.HasValue ? converter.Read(held) : held) == SimText.Of(golden) || (remapped && SimText.Core(held) == SimText.Core(golden));
    }

    private bool IsExempt(GoldenId golden, EntityField field, SimSystem system)
    {
        foreach (var kind in (OpenItemKind[])[OpenItemKind.FieldConflict, OpenItemKind.Noted, OpenItemKind.MapDrift])
        {
            if (state.IsOpen(kind, golden, field.Group, system.Spoke))
            {
                world.Coverage.Count("queue." + kind);
                return true;
            }
        }

        return false;
    }

    private void ShowsLines(GoldenId id, SimEntity entity, SimSystem system, FakeRecord record, FieldValue golden)
    {
        var field = system.Fake.Schema.Get(entity.Object).Find("lines")!;
        string[] wanted = [.. (golden.LinesOrNull() ?? LineList.Empty).Select(l => Line(l.Fields, (name, value) => system.Fake.Rules.Store(entity.Object, field.Lines!.Find(SimEntity.Path(name))!, value)))];
        string[] held = [.. record.Lines("lines").Select(l => Line(l.Fields, (_, value) => value))];
        if (!system.Fake.Descriptor.For(entity.Object).WholeLists && !wanted.SequenceEqual(held) && wanted.Order(StringComparer.Ordinal).SequenceEqual(held.Order(StringComparer.Ordinal)))
        {
            // A system that takes operations by line key has no operation that moves a line: the order there is its own.
            world.Coverage.Count("exempt.lineOrder");
            return;
        }

        // R70: what was typed once stands once.
        if (wanted.Select(w => SimText.Core(w.Split(',')[0])).Where(c => c is { Length: 5 }).GroupBy(c => c).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new LawBrokenException("11 lines", $"the line {twice.Key} stands {twice.Count()} times in golden {id}, and was typed once");
        }

        if (!wanted.SequenceEqual(held))
        {
            throw new LawBrokenException("11 lines", $"{system.Name} {record.Id} holds [{string.Join("; ", held)}], golden {id} [{string.Join("; ", wanted)}]");
        }
    }

    private static string Line(Row line, Func<string, FieldValue, FieldValue> stored) => string.Join(',', SimEntity.OrderLine.Fields.Select(f =>
    {
        var value = line.GetOrMissing(f.Name) is { IsMissing: false } canonical ? canonical : line.GetOrMissing(SimEntity.Path(f.Name));
        return SimText.Of(value.IsMissing ? FieldValue.Null : stored(f.Name, value)) ?? "-";
    }));
}
