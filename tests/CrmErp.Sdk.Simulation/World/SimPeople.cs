using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Simulation.Model;
using CrmErp.Sdk.State;
using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Simulation.World;

/// <summary>People at work in the simulated systems.</summary>
internal sealed partial class SimPeople(SimWorld world)
{
    private static readonly HashSet<string> Fixed = new(StringComparer.Ordinal) { "Active", "TaxId", "Email", "Account" };
    private int _typed;

    /// <summary>What people deleted, and when.</summary>
    public Dictionary<RecordRef, DateTimeOffset> Deleted { get; } = [];

    private SeededRandom Random => world.Random;

    /// <summary>Gives every system its own data, overlapping, before anything runs.</summary>
    public void Populate()
    {
        var accounts = Random.Between(2, 5);
        for (var i = 0; i < accounts; i++)
        {
            var (name, tax) = (Text(), (FieldValue)$"T{100 + i}");
            foreach (var system in world.Systems)
            {
                for (var copies = Random.Pick([0, 1, 1, 1, 1, Random.Chance(.3) ? 2 : 1]); copies > 0; copies--)
                {
                    Create(system, SimEntity.Account, ("TaxId", Random.Chance(.7) ? tax : FieldValue.Null), ("Name", Random.Chance(.7) ? name : Text()));
                }
            }
        }

        foreach (var system in world.Systems)
        {
            for (var i = Random.Between(0, 2); i > 0; i--)
            {
                Create(system, SimEntity.Contact, ("Email", Random.Chance(.7) ? $"c{100 + i}@x" : FieldValue.Null));
            }

            Create(system, SimEntity.Opportunity, ("Stage", Random.Pick(["won", "open"])));
            Create(system, SimEntity.Order);
        }

        world.Clock.Advance(TimeSpan.FromSeconds(20));
    }

    /// <summary>Somebody does something somewhere.</summary>
    public void Act()
    {
        var system = Random.Pick(world.Systems);
        var x = Random.Fraction();
        if (x < .015)
        {
            SameCompany();
            return;
        }

        if (x < .03)
        {
            Burst(system);
            return;
        }

        if (x < .12)
        {
            world.Coverage.Count("people.create");
            Create(system, Random.Pick([SimEntity.Account, SimEntity.Account, SimEntity.Contact, SimEntity.Opportunity, SimEntity.Order]), late: Random.Chance(.25));
            return;
        }

        var entity = Random.Pick([SimEntity.Account, SimEntity.Account, SimEntity.Account, SimEntity.Contact, SimEntity.Opportunity, SimEntity.Order]);
        if (!system.Carries(entity) || system.People.All(entity.Object).Where(r => !system.People.IsLocked(entity.Object, r.Id)).ToArray() is not { Length: > 0 } records)
        {
            return;
        }

        var record = Random.Pick(records);
        switch (x)
        {
            case < .17:
                Delete(system, entity, record);
                break;
            case < .20 when Deleted.Keys.Where(d => d.Connection == system.Name && d.Object == entity.Object).ToArray() is { Length: > 0 } deleted:
                Restore(system, entity, Random.Pick(deleted).Id);
                break;
            case < .215 when entity == SimEntity.Account:
                Clone(system, record);
                break;
            case < .23 when entity == SimEntity.Account && records.Length > 1:
                Merge(system, record, Random.Pick([.. records.Where(r => r.Id != record.Id)]));
                break;
            case < .30 when entity == SimEntity.Order && system.Fake.Behavior.Immutable.Count > 0:
                Post(system, record);
                break;
            case < .60 when entity == SimEntity.Order:
                EditLines(system, record);
                break;
            default:
                Edit(system, entity, record);
                break;
        }
    }

    /// <summary>Somebody saves a record right after the engine read it, and the push for it arrives at once.</summary>
    public void Race()
    {
        foreach (var system in world.Systems)
        {
            if (world.Driver.Points.Any(p => p.What.Contains($"after {system.Name}#", StringComparison.Ordinal)) && system.People.All("accounts") is { Count: > 0 } accounts)
            {
                var record = Random.Pick(accounts);
                if (!system.People.IsLocked("accounts", record.Id))
                {
                    world.Coverage.Count("people.race");
                    TryEdit(system, SimEntity.Account, record.Id, ("Name", Text()));
                }
            }
        }
    }

    /// <summary>Automation on two sides that fights over one field of one account.</summary>
    public void Robot()
    {
        var snapshot = world.Snapshot();
        var pair = snapshot.Golden.Keys.Order().FirstOrDefault(g => snapshot.Golden[g].Golden.Entity == "Account" && snapshot.Active(g, world.System("crm").Spoke) is not null && snapshot.Active(g, world.System("erp").Spoke) is not null);
        foreach (var system in world.Systems.Take(2))
        {
            if (!pair.IsEmpty && snapshot.Active(pair, system.Spoke) is { } link && !system.People.IsLocked("accounts", link.Ref.Id) && system.People.Find("accounts", link.Ref.Id)!.Text("phone") != $"robot-{system.Name}")
            {
                world.Coverage.Count("people.robot");
                TryEdit(system, SimEntity.Account, link.Ref.Id, ("Phone", $"robot-{system.Name}"));
            }
        }
    }

    public FieldValue Text() => $"n{Next():D5}-Ab c" + Random.Pick(["", " ", "defgh"]);

    public FieldValue Number() => (Next() * 100m) + Random.Between(0, 98) + (Random.Between(0, 99) / 100m);

    private int Next() => ++_typed;

    private void Create(SimSystem system, SimEntity entity, params (string Field, FieldValue Value)[] given) => Create(system, entity, late: false, given);

    private void Create(SimSystem system, SimEntity entity, bool late, params (string Field, FieldValue Value)[] given)
    {
        if (!system.Carries(entity))
        {
            return;
        }

        var accounts = system.People.All("accounts");
        if (entity != SimEntity.Account && accounts.Count == 0)
        {
            return;
        }

        var fields = new Dictionary<string, FieldValue>(StringComparer.Ordinal) { ["Active"] = true };
        foreach (var field in entity.Type.Fields)
        {
            if (Fresh(entity, field) is { IsMissing: false } value)
            {
                fields[field.Name] = value;
            }
        }

        if (fields.ContainsKey("Account") || entity != SimEntity.Account)
        {
            fields["Account"] = Random.Pick(accounts).Id;
        }
        else if (accounts.Count > 0 && Random.Chance(.3))
        {
            fields["Parent"] = Random.Pick(accounts).Id;
        }

        foreach (var (field, value) in given)
        {
            fields[field] = value;
        }

        (string, FieldValue)[] wire = [.. fields.Select(f => (SimEntity.Path(f.Key), f.Value))];
        if (late)
        {
            world.Coverage.Count("people.lateCommit");
            system.People.AddLate(entity.Object, Random.Span(.2, Settle(system)), wire);
        }
        else if (system.People.TryAdd(entity.Object, wire, out _) is { } made && entity == SimEntity.Account && Random.Chance(.1))
        {
            world.Coverage.Count("people.selfReference");
            TryEdit(system, entity, made.Id, ("Parent", made.Id));
        }
    }

    private FieldValue Fresh(SimEntity entity, EntityField field) => (entity.Name, field.Name) switch
    {
        ("Account", "TaxId") when world.Special == "few keys" => $"T{Random.Between(1, 2)}",
        ("Account", "TaxId") => Random.Pick([FieldValue.Null, $"T{Random.Between(1, 3)}", $"T{Random.Between(1, 3)}", $"T{Random.Between(4, 99)}"]),
        ("Contact", "Email") => Random.Pick([FieldValue.Null, $"c{Random.Between(1, 3)}@x", $"c{Random.Between(4, 99)}@x"]),
        ("Account", "Stage") => "lead",
        ("Opportunity", "Stage") => "open",
        ("Order", "Status") => "open",
        ("Order", "Lines") => FakeLines.Of([.. Enumerable.Range(0, Random.Between(0, 3)).Select(_ => Line())]),
        _ when field.Kind == FieldKind.Text => Random.Chance(.85) ? Text() : FieldValue.Missing,
        _ when field.Kind == FieldKind.Decimal => Random.Chance(.85) ? Number() : FieldValue.Missing,
        _ => FieldValue.Missing,
    };

    private (string, FieldValue)[] Line() => [("item", Text()), ("quantity", Number())];

    private void Edit(SimSystem system, SimEntity entity, FakeRecord record)
    {
        var fields = entity.Type.Fields.Where(f => !Fixed.Contains(f.Name) && f.Kind != FieldKind.Lines).ToArray();
        var field = Random.Chance(.06) && entity.Match is { } match ? entity.Type.Field(match) : Random.Pick(fields);
        var values = new List<(string Field, FieldValue Value)> { (field.Name, NewValue(system, entity, record, field)) };
        if (field.Group == "Address" && Random.Chance(.3))
        {
            values = [("Street", Text()), ("City", Text())];
        }

        if (Random.Chance(.2))
        {
            world.Coverage.Count("people.lateCommit");
            system.People.EditLate(entity.Object, record.Id, Random.Span(.2, Settle(system)), [.. values.Select(v => (SimEntity.Path(v.Field), v.Value))]);
        }
        else
        {
            TryEdit(system, entity, record.Id, [.. values]);
        }
    }

    private FieldValue NewValue(SimSystem system, SimEntity entity, FakeRecord record, EntityField field)
    {
        switch (field.Name)
        {
            case "Parent":
                world.Coverage.Count("people.reference");
                return Random.Pick([.. system.People.All("accounts").Select(a => (FieldValue)a.Id), FieldValue.Null]);
            case "Stage" when entity == SimEntity.Opportunity:
                world.Coverage.Count("people.win");
                return Random.Pick(["won", "open"]);
            case "Stage":
                return Random.Pick(["lead", "prospect"]);
            case "Status":
                return Random.Pick(["open", "shipped"]);
            case "TaxId":
                world.Coverage.Count("people.rekey");
                return $"T{Random.Between(1, 6)}";
            case "Email":
                world.Coverage.Count("people.rekey");
                return $"c{Random.Between(1, 6)}@x";
        }

        var x = Random.Fraction();
        var history = system.Fake.History.Where(e => e.Object == entity.Object && e.Id == record.Id && e.Values.ContainsKey(SimEntity.Path(field.Name))).Select(e => e.Values[SimEntity.Path(field.Name)]).Distinct().ToArray();
        if (x < .12 && history.Length > 0)
        {
            world.Coverage.Count("people.backToOldValue");
            return Random.Pick([.. history.TakeLast(3)]);
        }

        if (x < .20 && field is { Required: false })
        {
            world.Coverage.Count("people.clear");
            return FieldValue.Null;
        }

        var value = field.Kind == FieldKind.Decimal ? Number() : Text();
        if (x < .30)
        {
            SameElsewhere(system, entity, record, field, value);
        }

        return value;
    }

    /// <summary>The same thing is typed on the other sides too.</summary>
    private void SameElsewhere(SimSystem system, SimEntity entity, FakeRecord record, EntityField field, FieldValue value)
    {
        var snapshot = world.Snapshot();
        if (snapshot.GoldenOf(new RecordRef(system.Name, "", entity.Object, record.Id)) is not { } golden)
        {
            return;
        }

        foreach (var other in world.Systems.Where(s => s != system && s.Carries(entity)))
        {
            if (snapshot.Active(golden, other.Spoke) is { } link && !other.People.IsLocked(entity.Object, link.Ref.Id) && Random.Chance(.7))
            {
                world.Coverage.Count("people.sameEverywhere");
                TryEdit(other, entity, link.Ref.Id, (field.Name, value));
            }
        }
    }

    private void EditLines(SimSystem system, FakeRecord record)
    {
        var lines = record.Lines("lines");
        var x = Random.Fraction();
        FieldValue changed;
        if (x < .35 || lines.Count == 0)
        {
            world.Coverage.Count("people.line.add");
            changed = record.Add("lines", Line(), Random.Between(0, lines.Count));
        }
        else if (x < .7)
        {
            world.Coverage.Count("people.line.change");
            changed = record.Change("lines", Random.Pick(lines).RemoteId!, [Random.Chance(.5) ? ("item", Text()) : ("quantity", Number())]);
        }
        else if (x < .85)
        {
            world.Coverage.Count("people.line.remove");
            changed = record.Remove("lines", Random.Pick(lines).RemoteId!);
        }
        else
        {
            world.Coverage.Count("people.line.move");
            changed = FieldValue.From(new LineList(Random.Shuffle(lines)));
        }

        system.People.TryEdit("orders", record.Id, [("lines", changed)], out _);
    }

    private void TryEdit(SimSystem system, SimEntity entity, string id, params (string Field, FieldValue Value)[] values)
    {
        world.Coverage.Count("people.edit");
        if (system.People.TryEdit(entity.Object, id, values.Select(v => (SimEntity.Path(v.Field), v.Value)), out _) is null)
        {
            world.Coverage.Count("people.refused");
        }
    }

    private void Delete(SimSystem system, SimEntity entity, FakeRecord record)
    {
        if (system.Fake.Behavior.ProtectsReferenced && system.Fake.Rules.IsReferenced(system.Fake.Table("", entity.Object), system.People.Live(entity.Object, record.Id)))
        {
            return;
        }

        world.Coverage.Count("people.delete");
        system.People.Delete(entity.Object, record.Id);
        Deleted[new RecordRef(system.Name, "", entity.Object, record.Id)] = world.Clock.Now;
    }

    private void Restore(SimSystem system, SimEntity entity, string id)
    {
        var record = system.People.Find(entity.Object, id)!;
        if (record.IsDeleted && (record[SimEntity.Path("Account")].ReferenceOrNull() is not { } account || system.People.Find("accounts", account.Id) is { IsDeleted: false }))
        {
            world.Coverage.Count("people.restore");
            system.People.Restore(entity.Object, id);
            Deleted.Remove(new RecordRef(system.Name, "", entity.Object, id));
        }
    }

    private void Clone(SimSystem system, FakeRecord record)
    {
        if (system.Fake.Rules.Twin(system.Fake.Table("", record.Object), null, record.Values) is null)
        {
            world.Coverage.Count("people.clone");
            system.People.Clone(record.Object, record.Id);
        }
    }

    private void Merge(SimSystem system, FakeRecord survivor, FakeRecord merged)
    {
        world.Coverage.Count("people.merge");
        system.People.Merge(survivor.Object, survivor.Id, merged.Id);
        Deleted[new RecordRef(system.Name, "", merged.Object, merged.Id)] = world.Clock.Now;
    }

    private void Post(SimSystem system, FakeRecord order)
    {
        if (order.Text("status") != "posted")
        {
            world.Coverage.Count("people.post");
            TryEdit(system, SimEntity.Order, order.Id, ("Status", "posted"));
        }
        else
        {
            world.Coverage.Count("people.consume");
            system.People.Post("orders", order.Id, "invoices");
            Deleted[new RecordRef(system.Name, "", "orders", order.Id)] = world.Clock.Now;
        }
    }

    private static double Settle(SimSystem system) => system.SettleLag.TotalSeconds - 1.2;
}
