using CrmErp.Sdk.Engine;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Tests.Mapping;
using CrmErp.Sdk.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Tests.DependencyInjection;

/// <summary>The definition that the documentation shows, over example systems.</summary>
internal static class MySync
{
    public static void Define(ICrmErpSyncBuilder sync) => sync
        .Sync<Account>(a => a.Between("crm", "erp")
            .Match(x => x.TaxId).Match(x => x.Number).Suggest(x => x.Name, x => x.BillingAddress.PostalCode)
            .Field(x => x.CreditLimit, f => f.OwnedBy("erp"))
            .Field(x => x.BillingAddress, f => f.OwnedBy(g => g.FirstOrderOn is null ? "crm" : "erp"))
            .Field(x => x.Name, f => f.OnConflict(Resolve.Latest, Resolve.Prefer("crm"), Resolve.Ask).OnClear(Clears.Ignore))
            .On("crm", m => m.Field(x => x.Loyalty, "Loyalty_Points__c"))
            .On("erp", m => m.Field(x => x.Loyalty, "loyaltyPoints").OnCreate("customerPostingGroup", "DOMESTIC"))
            .OnDelete(Deletes.Deactivate))
        .Sync<Contact>(c => c.Between("crm", "erp")
            .On("crm", m => m.Object("Contact").Field(x => x.LastName, "LastName").Reference(x => x.Account, "AccountId", f => f.To("Account")))
            .On("erp", m => m.Object("contacts").Field(x => x.LastName, "displayName").Reference(x => x.Account, "companyId", f => f.To("customers").As(FieldKind.Guid))))
        .QuoteToCash(crm: "crm", erp: "erp", q => q.StockToCrm = false)
        .AddWorkflow<Deal, ProjectForWonDeal>();
}

internal static class LoyaltyExtensions
{
    private static readonly Field<Account, long?> LoyaltyField = new("Loyalty");

    extension(Account account)
    {
        public long? Loyalty
        {
            get => account.Extra(LoyaltyField);
            set => account.SetExtra(LoyaltyField, value);
        }
    }
}

[CanonicalEntity]
internal sealed partial class Deal : Entity
{
    public partial string? Name { get; set; }

    public partial bool? Won { get; set; }

    [Reference<Account>]
    public partial Reference? Account { get; set; }
}

[CanonicalEntity]
internal sealed partial class Project : Entity
{
    public partial string? Name { get; set; }

    public partial string? Customer { get; set; }
}

internal sealed class ProjectForWonDeal : IWorkflow<Deal>
{
    public async ValueTask RunAsync(IWorkflowContext<Deal> context, CancellationToken cancellationToken)
    {
        if (!context.Became(x => x.Won, true))
        {
            return;
        }

        var account = await context.FindAsync<Account>(context.After.Account, cancellationToken);
        if (account is null)
        {
            context.Hold("The deal has no account yet.");
            return;
        }

        context.Upsert<Project>("project", p =>
        {
            p.Name = context.After.Name;
            p.Customer = account.Name;
        });
    }
}

public class QuickStartTests
{
    private static readonly SyncDefinition Definition = Definitions.Build(MySync.Define);

    [Fact]
    public void Extra_field_is_a_field_like_any_other()
    {
        var flow = Definition.FindFlow("Account")!;
        var slot = flow.Entity.Field("Loyalty").Slot;
        flow.Member("crm")!.Map.RuleOf(slot)!.Description.Should().Be("Loyalty <-> Loyalty_Points__c");
        flow.Member("erp")!.Map.RuleOf(slot)!.WireSlots.Should().ContainSingle();
        Definition.Entities["Account"].Should().BeSameAs(flow.Entity);
    }

    [Fact]
    public void Policies_are_those_that_were_declared()
    {
        var flow = Definition.FindFlow("Account")!;
        Policy(flow, "CreditLimit").FixedOwner.Should().Be(new ConnectionId("erp"));
        Policy(flow, "Phone").FixedOwner.Should().Be(new ConnectionId("crm"), "the CRM's standard map claims it");
        Policy(flow, "Name").Chain.Select(r => r.Name).Should().Equal("Latest", "Prefer(crm)", "Ask");
        Policy(flow, "Name").OnClear.Should().Be(Clears.Ignore);
        var owner = Policy(flow, "BillingAddress").Owner!;
        owner(new Row(flow.Entity.Schema)).Should().Be(new ConnectionId("crm"));
        owner(new Row(flow.Entity.Schema) { ["FirstOrderOn"] = new DateOnly(2024, 1, 2) }).Should().Be(new ConnectionId("erp"));
    }

    [Fact]
    public void Match_rules_are_normalised_as_the_standard_maps_say()
    {
        var flow = Definition.FindFlow("Account")!;
        flow.Match.Select(m => m.Name).Should().Equal("TaxId:Code1", "Number:Code1");
        flow.Match[0].Key(new Row(flow.Entity.Schema) { ["TaxId"] = " de 123.456" }).Should().Be("DE123456");
        flow.Match[0].Key(new Row(flow.Entity.Schema) { ["TaxId"] = " . " }).Should().BeNull("an empty key never matches");
        flow.Suggest.Single().Key(new Row(flow.Entity.Schema) { ["Name"] = "Acme  Ltd" }).Should().BeNull("a part is empty");
    }

    [Fact]
    public void Explicit_flow_wins_over_the_preset_in_any_order()
    {
        var first = Definitions.Build(sync => sync.QuoteToCash("crm", "erp").Sync<Account>(a => a.Between("crm", "erp").Mode(SyncMode.Observe)));
        var second = Definitions.Build(sync => sync.Sync<Account>(a => a.Between("crm", "erp").Mode(SyncMode.Observe)).QuoteToCash("crm", "erp"));
        first.FindFlow("Account")!.Mode.Should().Be(SyncMode.Observe);
        second.FindFlow("Account")!.Mode.Should().Be(SyncMode.Observe);
        Definitions.Build(sync => sync.QuoteToCash("crm", "erp").Sync<Account>(a => a.From("crm"))).FindFlow("Account")!.Members
            .Should().ContainSingle("nothing of the preset's flow is left");
        first.FindFlow("Contact").Should().BeNull("neither connector ships a map for contacts");
    }

    [Fact]
    public void Flows_come_after_those_they_refer_to()
    {
        var definition = Definitions.Build(sync => sync
            .Sync<SalesOrder>(o => o.Between("crm", "erp").On("erp", m => m.Object("salesOrders").Field(x => x.Number, "number")))
            .Sync<Account>(a => a.Between("crm", "erp")));
        definition.Flows.Select(f => f.Entity.Name).Should().Equal("Account", "SalesOrder");
    }

    [Fact]
    public async Task Workflow_runs_through_its_typed_face()
    {
        var run = new Run(Definition.Entities["Deal"], Definition.Entities["Account"], Project.EntityType);
        run.After["Won"] = true;
        run.After["Name"] = "Roof";
        run.After["Account"] = FieldValue.From(new Reference("Account", run.AccountId));

        await Definition.Workflows.Single(w => w.Name == nameof(ProjectForWonDeal)).RunAsync(run, CancellationToken.None);

        run.Written["Name"].AsText().Should().Be("Roof");
        run.Written["Customer"].AsText().Should().Be("Acme");
    }

    [Fact]
    public async Task Workflow_of_a_deal_that_stays_won_does_nothing()
    {
        var run = new Run(Definition.Entities["Deal"], Definition.Entities["Account"], Project.EntityType) { Before = new Row(Definition.Entities["Deal"].Schema) { ["Won"] = true } };
        run.After["Won"] = true;

        await Definition.Workflows.Single(w => w.Name == nameof(ProjectForWonDeal)).RunAsync(run, CancellationToken.None);

        run.HasWritten.Should().BeFalse();
        run.Held.Should().BeNull();
    }

    private static GroupPolicy Policy(FlowDefinition flow, string group) => flow.Policies[flow.Entity.FindGroup(group)!.Index];

    private sealed class Run(EntityType deal, EntityType account, EntityType project) : IWorkflowRun
    {
        private Row? _written;

        public GoldenId AccountId { get; } = new(new Guid("11111111-1111-1111-1111-111111111111"));

        public GoldenId Id { get; } = new(new Guid("22222222-2222-2222-2222-222222222222"));

        public EntityType EntityType => deal;

        public Row? Before { get; init; }

        public Row After { get; } = new(deal.Schema);

        public bool IsHistory => false;

        public bool HasWritten => _written is not null;

        public Row Written => _written ?? throw new InvalidOperationException("Nothing was written.");

        public string? Held { get; private set; }

        public EntityType TypeOf(string entity) => entity switch { "Account" => account, "Project" => project, _ => deal };

        public ValueTask<(GoldenId Id, Row Row)?> FindAsync(Reference reference, CancellationToken cancellationToken) =>
            ValueTask.FromResult<(GoldenId, Row)?>((AccountId, new Row(account.Schema) { ["Name"] = "Acme" }));

        public GoldenId DerivedId(string entity, string name) => new(new Guid("33333333-3333-3333-3333-333333333333"));

        public bool IsTaken(string name) => false;

        public void Set(string entity, GoldenId id, Row values, bool derived, string? name) => _written = values;

        public void Hold(string reason) => Held = reason;

        public void Note(string code, string text) => throw new InvalidOperationException(code);

        public bool IsNoted(string code) => false;
    }
}
