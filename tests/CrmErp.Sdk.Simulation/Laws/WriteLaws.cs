using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Simulation.Model;
using CrmErp.Sdk.Simulation.World;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Simulation.Laws;

/// <summary>What must hold at every single write of the engine, judged by what the system received.</summary>
internal static class WriteLaws
{
    public static void Check(SimWorld world, SimSystem system, FakeEvent write)
    {
        world.Coverage.Count("write." + write.Kind);
        if (write.Object == "invoices")
        {
            return;
        }

        var entity = SimEntity.OfObject(write.Object);
        var streams = world.Store.ReadStreamsAsync(TenantId.Default).GetAwaiter().GetResult();
        var phase = streams.FirstOrDefault(s => s.Spoke == system.Spoke && s.Entity == entity.Name)?.Phase;
        if (phase != FlowPhase.Live)
        {
            throw new LawBrokenException("10 first run", $"{write.Kind} {entity} in {system.Name} in phase {phase}");
        }

        if (write.Kind == FakeEventKind.Created && streams.FirstOrDefault(s => s.Entity == entity.Name && s.Phase is FlowPhase.New or FlowPhase.Inventory && !IsLate(world, s)) is { } unread)
        {
            throw new LawBrokenException("10 first run", $"{entity} created in {system.Name} before {unread.Spoke} was read");
        }

        if (write.Kind == FakeEventKind.Created)
        {
            AfterEveryInventory(world, system, entity, streams);
            NotBesideStaged(world, system, entity, write);
        }
        else if (write.Kind == FakeEventKind.Updated)
        {
            NotContested(world, system, entity, write);
        }
        else if (write.Kind == FakeEventKind.Deleted)
        {
            SwallowsNoEdit(world, system, entity, write);
        }

        Expose(world, system, entity, write);
    }

    /// <summary>R41: an inventory that stands in the middle is none, whatever the phase says.</summary>
    private static void AfterEveryInventory(SimWorld world, SimSystem system, SimEntity entity, IReadOnlyList<StreamRow> streams)
    {
        if (streams.FirstOrDefault(s => s.Entity == entity.Name && !IsLate(world, s) && (!s.Checkpoints.Contains("inventoryStarted", StringComparison.Ordinal) || s.Checkpoints.Contains("\"inventory\":", StringComparison.Ordinal))) is { } unread)
        {
            throw new LawBrokenException("10 first run", $"{entity} created in {system.Name} before the inventory of {unread.Spoke} was complete");
        }
    }

    /// <summary>R45: beside a staged record with the same strong key nothing is made, unless a person told them apart.</summary>
    private static void NotBesideStaged(SimWorld world, SimSystem system, SimEntity entity, FakeEvent write)
    {
        var keys = new List<MatchKey>();
        if (entity.Match is { } match && CommitLaws.KeyOf(write.Values.GetValueOrDefault(SimEntity.Path(match), FieldValue.Null)) is { } strong)
        {
            keys.Add(new MatchKey("match", strong));
        }

        if (entity.Suggest is { } suggest && CommitLaws.KeyOf(write.Values.GetValueOrDefault(SimEntity.Path(suggest), FieldValue.Null)) is { } name)
        {
            keys.Add(new MatchKey("suggest", SimDefinition.Nine(name)));
        }

        var staged = world.Store.FindStagedAsync(TenantId.Default, entity.Name, keys).GetAwaiter().GetResult()
            .FirstOrDefault(s => s.Ref.Spoke == system.Spoke && s.Record is not null && s.StagedBefore(world, write.At - TimeSpan.FromSeconds(130)));
        if (staged is not null && world.Store.ReadJudgementsAsync(TenantId.Default, entity.Name, [staged.Ref.ToString()]).GetAwaiter().GetResult().Count == 0)
        {
            throw new LawBrokenException("10 first run", $"{entity} {write.Id} made in {system.Name} beside the staged {staged.Ref} with one of the keys {string.Join(", ", keys)}");
        }
    }

    private static bool StagedBefore(this StageRow staged, SimWorld world, DateTimeOffset time) =>
        world.System(staged.Ref.Connection.Value).Fake.Table("", staged.Ref.Object).Find(staged.Ref.Id) is { } row && row.CreatedAt < time && row.Versions.All(v => v.At < time);

    /// <summary>R14: what a person is asked about is not overwritten on the side that asks.</summary>
    private static void NotContested(SimWorld world, SimSystem system, SimEntity entity, FakeEvent write)
    {
        if (world.GoldenOf(new RecordRef(system.Name, "", write.Object, write.Id), null) is not { } golden)
        {
            return;
        }

        var aggregate = world.Store.ReadAggregatesAsync(TenantId.Default, [golden]).GetAwaiter().GetResult().FirstOrDefault(a => a.Golden.Id == golden);
        foreach (var path in write.Changed)
        {
            if (entity.FieldOf(path) is { Kind: not FieldKind.Lines } field && aggregate?.OpenItems.Any(i => i.Kind == OpenItemKind.FieldConflict && i.Spoke == system.Spoke && i.Group == field.Group) == true
                && aggregate.Outbox.Any(o => o.Spoke == system.Spoke && o.Flight is not null))
            {
                throw new LawBrokenException("4 no lost edit", $"{system.Name} {write.Id}.{field.Name} was written while a person is asked about it");
            }
        }
    }

    /// <summary>R30: a record that people changed is not deleted because its counterpart, which never got the change, was.</summary>
    private static void SwallowsNoEdit(SimWorld world, SimSystem system, SimEntity entity, FakeEvent write)
    {
        if (system.Fake.Descriptor.For(entity.Object).Version != VersionKind.Strict || world.GoldenOf(new RecordRef(system.Name, "", write.Object, write.Id), null) is not { } golden)
        {
            return;
        }

        var state = world.Snapshot();
        if (state.Audit.Any(a => a is { Kind: "resolved" or "merged" } && a.Row.GoldenId is { } id && state.Canonical(id) == golden))
        {
            return;
        }

        var gone = state.Links.Values.Where(l => l.State == LinkState.Gone && l.Ref.Spoke != system.Spoke && state.Canonical(l.GoldenId) == golden && world.People.Deleted.ContainsKey(l.Ref)).ToArray();
        foreach (var field in entity.Type.Fields.Where(f => f.Kind is FieldKind.Text or FieldKind.Decimal))
        {
            if (gone.Length != 1 || world.Ledger.Shown(system.Name, write.Object, write.Id, field.Name) is not { } edit || edit.System != system.Name || edit.IsNew || SimText.Core(edit.Value) is not { } core)
            {
                continue;
            }

            var row = world.System(gone[0].Ref.Connection.Value).Fake.Table("", entity.Object).Find(gone[0].Ref.Id)!;
            var accepted = state.Audit.Any(a => a.Kind == "set" && a.Row.GoldenId is { } id && state.Canonical(id) == golden && a.Origin == system.Spoke.ToString() && a.Values.TryGetValue(field.Name, out var value) && SimText.Core(value) == core && a.At < world.People.Deleted[gone[0].Ref]);
            if (accepted && row.Versions.All(v => SimText.Core(v.Values.GetValueOrDefault(SimEntity.Path(field.Name), FieldValue.Null)) != core))
            {
                throw new LawBrokenException("4 no lost edit", $"{edit} died with {system.Name} {write.Id}, which was deleted because {gone[0].Ref}, which never got it, was");
            }
        }
    }

    // A spoke that joins later does not hold up the others.
    private static bool IsLate(SimWorld world, StreamRow stream) => stream.Spoke.Connection == "shop" && world.JoinedLate;

    /// <summary>R25: without a precondition, an edit between our read and our write can be lost. The descriptor declares it.</summary>
    private static void Expose(SimWorld world, SimSystem system, SimEntity entity, FakeEvent write)
    {
        if (write.Kind != FakeEventKind.Updated || system.Fake.Descriptor.For(entity.Object).Version == VersionKind.Strict)
        {
            return;
        }

        foreach (var path in write.Changed)
        {
            if (entity.FieldOf(path) is { } field && world.Ledger.Shown(system.Name, write.Object, write.Id, field.Name) is { } edit && edit.System == system.Name && write.At - edit.At <= TimeSpan.FromSeconds(200))
            {
                world.Ledger.Exposed.Add(edit.Number);
                world.Coverage.Count("exempt.exposed");
            }
        }
    }
}
