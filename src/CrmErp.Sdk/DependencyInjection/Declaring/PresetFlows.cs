using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk;

/// <summary>The flows of the quote-to-cash preset, for entities that no flow of its own was declared for.</summary>
internal sealed class PresetFlows(SyncDeclarations declarations, IReadOnlyList<ConnectionDefinition> connections, DefinitionProblems problems)
{
    public IReadOnlyList<FlowDeclaration> Declarations()
    {
        var flows = new List<FlowDeclaration>();
        foreach (var preset in declarations.Presets.DistinctBy(p => (p.Crm, p.Erp)))
        {
            if (CheckRoles(preset))
            {
                flows.AddRange(Flows(preset).OfType<FlowDeclaration>().Where(f => !declarations.Flows.Exists(own => string.Equals(own.Entity.Name, f.Entity.Name, StringComparison.Ordinal))));
            }
        }

        return flows;
    }

    private bool CheckRoles(QuoteToCashDeclaration preset)
    {
        var before = problems.Items.Count;
        if (string.Equals(preset.Crm, preset.Erp, StringComparison.Ordinal))
        {
            problems.Add(MappingCodes.QuoteToCashRole, $"QuoteToCash names '{preset.Crm}' for both roles. Name two connections.", null, preset.Crm);
        }

        foreach (var (role, name) in new[] { ("crm", preset.Crm), ("erp", preset.Erp) })
        {
            if (connections.All(c => c.Id != name))
            {
                problems.Add(MappingCodes.QuoteToCashRole, $"QuoteToCash names '{name}' as its {role}, which was not added{Nearest.Hint(name, connections.Select(c => c.Id.Value))}", null, name);
            }
        }

        return problems.Items.Count == before;
    }

    private IEnumerable<FlowDeclaration?> Flows(QuoteToCashDeclaration preset)
    {
        var options = preset.Options;
        yield return Flow<Account>(flow => flow.Between(preset.Crm, preset.Erp));
        yield return options.Contacts ? Both<Contact>(preset) : null;
        // A count of the whole stock changes the availability of most products at once.
        yield return options.Products ? Both<Product>(preset, flow => flow.NoGuard(GuardKind.Update)) : null;
        yield return options.Products ? Both<PriceList>(preset) : null;
        yield return options.Quotes ? Both<Quote>(preset) : null;
        yield return options.Orders ? One<Opportunity>(preset.Crm) : null;
        yield return options.Orders ? Either<SalesOrder>(preset) : null;
        yield return options.Orders ? Both<Shipment>(preset) : null;
        yield return options.InvoicesToCrm ? Either<Invoice>(preset) : null;
        yield return options.InvoicesToCrm ? Either<CreditNote>(preset) : null;
        yield return options.InvoicesToCrm ? Either<Payment>(preset) : null;
        yield return options.StockToCrm ? One<InventoryLevel>(preset.Erp) : null;
    }

    private FlowDeclaration? Both<T>(QuoteToCashDeclaration preset, Action<FlowBuilder<T>>? more = null)
        where T : Entity, ICanonicalEntity<T> =>
        HasMap<T>(preset.Crm) && HasMap<T>(preset.Erp)
            ? Flow<T>(flow =>
            {
                flow.Between(preset.Crm, preset.Erp);
                more?.Invoke(flow);
            })
            : null;

    // Where the CRM has no such object, the ERP's is still there: won opportunities become its orders, payment status is made of its invoices.
    private FlowDeclaration? Either<T>(QuoteToCashDeclaration preset)
        where T : Entity, ICanonicalEntity<T> =>
        Both<T>(preset) ?? One<T>(preset.Erp);

    private FlowDeclaration? One<T>(string connection)
        where T : Entity, ICanonicalEntity<T> =>
        HasMap<T>(connection) ? Flow<T>(flow => flow.From(connection)) : null;

    private bool HasMap<T>(string name)
        where T : Entity, ICanonicalEntity<T> =>
        connections.Any(c => c.Id == name && c.Registration.StandardMaps?.Find(T.EntityType.Name) is not null);

    private static FlowDeclaration Flow<T>(Action<FlowBuilder<T>> declare)
        where T : Entity, ICanonicalEntity<T> =>
        new(T.EntityType, (context, type, spec) => declare(new FlowBuilder<T>(context, type, spec)));
}
