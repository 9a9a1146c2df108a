using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Simulation.Model;
using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Simulation.World;

/// <summary>Draws the policies of every field group.</summary>
internal sealed class SimPolicies
{
    private readonly Dictionary<(string Entity, string Group), GroupPolicy> _policies = [];
    private readonly Dictionary<string, Deletes> _deletes = new(StringComparer.Ordinal);

    private readonly Func<string, GroupPolicy, GroupPolicy>? _change;

    public SimPolicies(SeededRandom random, IReadOnlyList<string> names, bool total, Func<string, GroupPolicy, GroupPolicy>? change = null)
    {
        _change = change;
        Rank = [.. names.Select(Resolve.Prefer)];
        Resolve[] reversed = [.. names.Reverse().Select(Resolve.Prefer)];
        IReadOnlyList<Resolve>[] chains = total
            ? [Rank, [Resolve.NonEmpty, .. reversed]]
            : [[Resolve.Latest, .. Rank], [Resolve.Latest, Resolve.Ask], [Resolve.NonEmpty, .. reversed], [Resolve.Ask]];
        CreditOwner = random.Pick(names);
        var foreign = random.Pick([ForeignEdit.Overwrite, ForeignEdit.Note]);
        var addressOwner = !total && random.Chance(.5);
        foreach (var entity in SimEntity.All)
        {
            _deletes[entity.Name] = random.Pick([Deletes.Deactivate, Deletes.Delete]);
            foreach (var group in entity.Type.Groups)
            {
                var fixedRank = group.Name is "Active" or "Parent" or "Account" or "Lines";
                _policies[(entity.Name, group.Name)] = new GroupPolicy { Chain = fixedRank ? Rank : random.Pick(chains) };
            }
        }

        _policies[("Account", "Credit")] = new GroupPolicy { Owner = _ => CreditOwner, FixedOwner = CreditOwner, OnForeignEdit = foreign, Chain = Rank };
        if (addressOwner)
        {
            var stage = SimEntity.Account.Type.Field("Stage").Slot;
            _policies[("Account", "Address")] = new GroupPolicy { Owner = row => row[stage].TextOrNull() == "customer" ? "erp" : "crm", Chain = Rank };
        }
    }

    public IReadOnlyList<Resolve> Rank { get; }

    public string CreditOwner { get; }

    public GroupPolicy Of(string entity, string group) => _change?.Invoke(group, _policies[(entity, group)]) ?? _policies[(entity, group)];

    public Deletes OnDelete(string entity) => _deletes[entity];
}
