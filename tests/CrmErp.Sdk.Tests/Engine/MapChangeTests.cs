using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;
using CrmErp.Sdk.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Tests.Engine;

public class MapChangeTests
{
    private static readonly OperationBy Tester = new("tester");

    // The first version takes telephone numbers as they are typed; the second reads 0049 as +49.
    private static readonly FieldConverter Typed = FieldConverter.Create<string, string>("Phone", 1, p => p, p => p);
    private static readonly FieldConverter International = FieldConverter.Create<string, string>("Phone", 2, p => p.StartsWith("00", StringComparison.Ordinal) ? "+" + p[2..] : p, p => p.StartsWith('+') ? "00" + p[1..] : p);

    [Fact]
    public async Task A_mended_converter_writes_nothing_and_what_drifted_is_listed()
    {
        await using var world = await PhonesAsync(7);
        var writes = world.Writes;

        world.Restart(Define(a => a.On("crm", m => m.Field(x => x.Phone, "Phone", f => f.Convert(International)))));
        await world.SettleAsync();

        world.Writes.Should().Be(writes);
        var drift = (await world.Operations.ListOpenAsync()).Should().ContainSingle().Subject;
        (drift.Queue, drift.Group, drift.Detail!.Contains("\"count\":7", StringComparison.Ordinal)).Should().Be((OpenQueue.MapDrift, "Account.Phone", true));
        await world.IsQuietAsync();
    }

    [Fact]
    public async Task Old_values_take_the_new_form_only_on_request_and_exactly_as_planned()
    {
        await using var world = await PhonesAsync(7);
        world.Erp.Edit("customers", world.Erp.All("customers")[0].Id, ("phoneNumber", "from the ERP"));
        await world.SettleAsync();
        world.Restart(Define(a => a.On("crm", m => m.Field(x => x.Phone, "Phone", f => f.Convert(International)))));
        await world.SettleAsync();

        var plan = await world.Engine.PlanMapChangeAsync(new MapChangeOptions { Reapply = [new ReapplyGroup("Account", new ConnectionId("crm"), "Phone")] });

        // The one that came from the ERP has no other form.
        (plan.Summary.Updates, plan.Summary.Writes, plan.Summary.Unknown).Should().Be((6, 6, 0));
        plan.Items.Should().OnlyContain(i => i.Spoke.Connection.Value == "erp" && i.Fields.Count == 1 && i.Fields[0].Old.AsText().StartsWith("0049", StringComparison.Ordinal) && i.Fields[0].New.AsText().StartsWith("+49", StringComparison.Ordinal));
        await world.CarriesOutExactlyAsync(plan);
        world.Erp.All("customers").Count(c => c.Text("phoneNumber")!.StartsWith("+49", StringComparison.Ordinal)).Should().Be(6);
        world.Crm.All("Account").Count(c => c.Text("Phone")!.StartsWith("0049", StringComparison.Ordinal)).Should().Be(6);
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Guards_let_pass_what_the_plan_listed_and_a_person_activated()
    {
        await using var world = await PhonesAsync(7);
        world.Restart(Define(a => a.On("crm", m => m.Field(x => x.Phone, "Phone", f => f.Convert(International))).Guard(GuardKind.Update, new GuardLimit(2, 0.1m))));
        await world.SettleAsync();

        var plan = await world.Engine.PlanMapChangeAsync(new MapChangeOptions { Reapply = [new ReapplyGroup("Account", new ConnectionId("crm"), "Phone")] });

        plan.Summary.Writes.Should().Be(7);
        await world.CarriesOutExactlyAsync(plan);
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Where_the_value_came_from_elsewhere_the_stored_form_is_written_again()
    {
        await using var world = await PhonesAsync(3, erpForm: Typed);
        world.Restart(Define(a => a.On("crm", m => m.Field(x => x.Phone, "Phone", f => f.Convert(Typed))).On("erp", m => m.Field(x => x.Phone, "phoneNumber", f => f.Convert(Spaced)))));
        await world.SettleAsync();
        var plan = await world.Engine.PlanMapChangeAsync(new MapChangeOptions { Reapply = [new ReapplyGroup("Account", new ConnectionId("erp"), "Phone")] });

        plan.Summary.Updates.Should().Be(3);
        await world.CarriesOutExactlyAsync(plan);
        world.Erp.All("customers").Should().OnlyContain(c => c.Text("phoneNumber")!.StartsWith("tel ", StringComparison.Ordinal));
        world.Crm.All("Account").Should().OnlyContain(c => c.Text("Phone")!.StartsWith("0049", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_new_field_waits_for_its_plan_and_then_is_met_before_it_is_written()
    {
        await using var world = await WebsitesAsync();
        world.Restart(Define(Website));
        var waiting = await world.SettleAsync();
        var writes = world.Writes;

        waiting.WaitingMaps.Select(m => (m.Entity, m.Connection.Value, m.Groups.Single().Kind)).Should().BeEquivalentTo([("Account", "crm", MapGroupChangeKind.Added), ("Account", "erp", MapGroupChangeKind.Added)]);
        (await world.Operations.ListOpenAsync(new OpenEntryFilter { Queue = OpenQueue.Withheld })).Should().HaveCount(2);
        world.Crm.Edit("Account", world.Crm.All("Account")[0].Id, ("Phone", "held"));
        await world.SettleAsync();
        world.Writes.Should().Be(writes);
        world.Crm.Edit("Account", world.Crm.All("Account")[0].Id, ("Phone", "0049 0"));

        var plan = await world.Engine.PlanMapChangeAsync();
        (plan.Summary.Updates, plan.Summary.Conflicts, plan.Summary.IsEmpty).Should().Be((3, 1, false));
        await world.CarriesOutExactlyAsync(plan);

        world.Website("only.crm").Should().Be(("only.crm", "only.crm"));
        world.Website("only.erp").Should().Be(("only.erp", "only.erp"));
        world.Website("same").Should().Be(("same", "same"));
        var conflict = (await world.Operations.ListOpenAsync()).Should().ContainSingle().Subject;
        (conflict.Queue, conflict.Group).Should().Be((OpenQueue.Conflict, "Website"));
    }

    [Fact]
    public async Task Somebody_edits_while_the_change_is_carried_out()
    {
        await using var world = await WebsitesAsync();
        world.Restart(Define(Website));
        var plan = await world.Engine.PlanMapChangeAsync();
        (await world.Engine.ActivateMapChangeAsync(plan, Tester)).Should().Be(OperationOutcome.Resolved);
        var account = world.Crm.All("Account").First(a => a.Text("Website") == "only.crm");
        world.Crm.Edit("Account", account.Id, ("Website", "edited.crm"), ("Phone", "0049 99"));
        await world.SettleAsync();

        world.Website("edited.crm").Should().Be(("edited.crm", "edited.crm"));
        world.Erp.All("customers").Should().ContainSingle(c => c.Text("phoneNumber") == "0049 99");
        (await world.Operations.ListOpenAsync()).Should().ContainSingle();
        await world.IsQuietAsync();
    }

    [Fact]
    public async Task A_crash_in_the_middle_of_the_backfill_goes_on_where_it_stopped()
    {
        await using var world = await WebsitesAsync();
        world.Restart(Define(Website));
        var plan = await world.Engine.PlanMapChangeAsync();
        await world.Engine.ActivateMapChangeAsync(plan, Tester);
        using var stop = new CancellationTokenSource();
        var run = () => world.Engine.RunOnceAsync(new RunOptions { Progress = new Immediate(p => { if (p.Phase == "backfill") { stop.Cancel(); } }) }, stop.Token);
        await run.Should().ThrowAsync<OperationCanceledException>();

        world.Restart();
        await world.SettleAsync();

        world.Website("only.crm").Should().Be(("only.crm", "only.crm"));
        world.Website("only.erp").Should().Be(("only.erp", "only.erp"));
        (await world.Operations.ListOpenAsync()).Should().ContainSingle();
        await world.IsQuietAsync();
    }

    [Fact]
    public async Task A_crash_while_old_values_take_the_new_form_adds_and_loses_no_write()
    {
        await using var world = await PhonesAsync(12);
        world.Restart(Define(a => a.On("crm", m => m.Field(x => x.Phone, "Phone", f => f.Convert(International)))));
        await world.SettleAsync();
        var plan = await world.Engine.PlanMapChangeAsync(new MapChangeOptions { Reapply = [new ReapplyGroup("Account", "crm", "Phone")] });
        var writes = world.Writes;
        await world.Engine.ActivateMapChangeAsync(plan, Tester);
        for (var crash = 1; crash <= 3; crash++)
        {
            using var stop = new CancellationTokenSource();
            var run = () => world.Engine.RunOnceAsync(new RunOptions { Progress = new Immediate(p => { if (p.Phase is "backfill" or "deliver") { stop.Cancel(); } }) }, stop.Token);
            await run.Should().ThrowAsync<OperationCanceledException>();
            world.Restart();
        }

        await world.SettleAsync();
        (world.Writes - writes).Should().Be(12).And.Be(plan.Summary.Writes);
        await world.IsQuietAsync();
    }

    [Fact]
    public async Task A_map_that_changes_while_the_outcome_of_a_create_is_unknown_makes_no_second_record()
    {
        await using var world = await PhonesAsync(2);
        world.Erp.Faults.LoseReplyOfNextCreate();
        world.Crm.Add("Account", ("Name", "Late"), ("TaxNumber", "DE99"), ("Phone", "0049 99"), ("Website", "late.crm"));
        world.Clock.Advance(TimeSpan.FromSeconds(30));
        await world.RunAsync();
        world.Restart(Define(a => Website(a).On("crm", m => m.Field(x => x.Phone, "Phone", f => f.Convert(International)))));

        var plan = await world.Engine.PlanMapChangeAsync();
        plan.Summary.Creates.Should().Be(0);
        await world.Engine.ActivateMapChangeAsync(plan, Tester);
        await world.SettleAsync();

        world.Erp.All("customers").Should().HaveCount(3).And.ContainSingle(c => c.Text("website") == "late.crm");
        (await world.Operations.ListOpenAsync()).Should().OnlyContain(e => e.Queue == OpenQueue.MapDrift);
        await world.IsQuietAsync();
    }

    [Fact]
    public async Task An_unmapped_field_is_left_alone_and_its_conflicts_end()
    {
        await using var world = await WebsitesAsync();
        world.Restart(Define(Website));
        await world.Engine.ActivateMapChangeAsync(await world.Engine.PlanMapChangeAsync(), Tester);
        await world.SettleAsync();
        var writes = world.Writes;

        world.Restart(Define());
        await world.ApproveAsync();
        world.Crm.Edit("Account", world.Crm.All("Account").First(a => a.Text("Website") == "same").Id, ("Website", "nobody looks"));
        await world.SettleAsync();

        world.Writes.Should().Be(writes);
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
        await world.IsQuietAsync();
    }

    [Fact]
    public async Task A_field_that_is_mapped_again_is_merged_with_what_was_agreed_before()
    {
        await using var world = await WebsitesAsync();
        world.Restart(Define(Website));
        await world.ApproveAsync();
        await world.SettleAsync();
        world.Restart(Define());
        await world.ApproveAsync();
        await world.SettleAsync();
        world.Erp.Edit("customers", world.Erp.All("customers").First(a => a.Text("website") == "same").Id, ("website", "newer.erp"));
        world.Crm.Edit("Account", world.Crm.All("Account").First(a => a.Text("Website") == "only.crm").Id, ("Phone", "0049 77"));
        await world.SettleAsync();

        world.Restart(Define(Website));
        var plan = await world.Engine.PlanMapChangeAsync();
        // The conflict ended when the field was unmapped: golden stands, the other candidate is in the audit.
        plan.Items.Where(i => i.Kind == PlanItemKind.Update).Select(i => $"{i.Spoke} {i.Fields.Single().New.AsText()}").Should().BeEquivalentTo("crm newer.erp", "erp one.crm");
        await world.CarriesOutExactlyAsync(plan);
        world.Website("newer.erp").Should().Be(("newer.erp", "newer.erp"));
    }

    [Fact]
    public async Task A_field_that_moves_to_another_source_is_no_edit()
    {
        await using var world = await PhonesAsync(3);
        foreach (var account in world.Crm.All("Account"))
        {
            world.Crm.Edit("Account", account.Id, ("MobilePhone", "0151 " + account.Id));
        }

        await world.SettleAsync();
        var writes = world.Writes;
        var edited = world.Crm.All("Account")[1].Id;
        // Nobody has read this edit of the old source when the map changes: it is one, and the feed alone could not tell.
        var unread = world.Crm.All("Account")[2].Id;
        world.Crm.Edit("Account", unread, ("Phone", "0049 unread"));
        world.Clock.Advance(TimeSpan.FromSeconds(30));
        world.Restart(Define(a => a.On("crm", m => m.Field(x => x.Phone, "MobilePhone"))));
        await world.SettleAsync();
        world.Writes.Should().Be(++writes);
        world.Erp.All("customers").Should().ContainSingle(c => c.Text("phoneNumber") == "0151 " + unread);

        world.Crm.Edit("Account", edited, ("MobilePhone", "0170"));
        await world.SettleAsync();
        world.Erp.All("customers").Should().ContainSingle(c => c.Text("phoneNumber") == "0170");
        world.Writes.Should().Be(writes + 1);
        await world.IsQuietAsync();
    }

    [Fact]
    public async Task A_field_that_its_group_gains_is_met_and_an_empty_one_is_no_clear()
    {
        await using var world = await WebsitesAsync();
        var (first, second) = (world.Crm.All("Account")[0].Id, world.Crm.All("Account")[1].Id);
        world.Crm.Edit("Account", first, ("BillingZip", "53111"));
        world.Erp.Edit("customers", world.Erp.All("customers").First(c => c.Text("displayName") == world.Crm.Find("Account", second)!.Text("Name")).Id, ("zip", "53222"));
        await world.SettleAsync();
        world.Restart(Define(a => a.On("crm", m => m.Field(x => x.BillingAddress.PostalCode, "BillingZip")).On("erp", m => m.Field(x => x.BillingAddress.PostalCode, "zip"))));

        var plan = await world.Engine.PlanMapChangeAsync();
        plan.Changes.Should().OnlyContain(c => c.Groups.Single().Kind == MapGroupChangeKind.Extended);
        plan.Summary.Updates.Should().Be(2);
        await world.CarriesOutExactlyAsync(plan);

        world.Crm.Find("Account", second)!.Text("BillingZip").Should().Be("53222");
        world.Erp.All("customers").Should().ContainSingle(c => c.Text("zip") == "53111");
        (await world.Operations.ListOpenAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task An_old_process_does_not_take_the_flow_back_and_an_old_plan_is_refused()
    {
        await using var world = await PhonesAsync(2);
        world.Restart(Define(a => a.On("crm", m => m.Field(x => x.Phone, "Phone", f => f.Convert(International)))));
        await world.SettleAsync();
        world.Restart(Phones(Typed, null));
        var waiting = await world.SettleAsync();
        waiting.WaitingMaps.Should().ContainSingle().Which.WasActiveBefore.Should().BeTrue();

        var plan = await world.Engine.PlanMapChangeAsync();
        (await world.Engine.ActivateMapChangeAsync(plan, Tester)).Should().Be(OperationOutcome.Resolved);
        (await world.Engine.ActivateMapChangeAsync(plan, Tester)).Should().Be(OperationOutcome.Stale);
        (await world.SettleAsync()).WaitingMaps.Should().BeEmpty();
        (await world.Operations.ListOpenAsync(new OpenEntryFilter { Queue = OpenQueue.Withheld })).Should().BeEmpty();
        await world.IsQuietAsync();
    }

    [Fact]
    public async Task A_record_that_is_gone_is_unknown_and_the_plan_reads_as_a_table()
    {
        await using var world = await WebsitesAsync();
        world.Restart(Define(Website));
        world.Crm.Delete("Account", world.Crm.All("Account").First(a => a.Text("Website") == "only.crm").Id);

        var plan = await world.Engine.PlanMapChangeAsync();

        plan.Items.Should().ContainSingle(i => i.Kind == PlanItemKind.Unknown).Which.Rule.Should().Be("not found");
        plan.Costs.Should().HaveCount(2).And.OnlyContain(c => c.Reads > 0);
        (await world.Engine.PlanMapChangeAsync()).Hash.Should().Be(plan.Hash);
        await using var text = new StringWriter();
        await plan.WriteMarkdownAsync(text);
        text.ToString().Should().Contain("Account on crm: Website added").And.Contain("| Conflict | Account |").And.Contain("| Update | Account |");
    }

    private static readonly FieldConverter Spaced = FieldConverter.Create<string, string>("Spaced", 1, p => p.StartsWith("tel ", StringComparison.Ordinal) ? p[4..] : p, p => "tel " + p);

    private static FlowBuilder<Account> Website(FlowBuilder<Account> flow) => flow
        .On("crm", m => m.Field(x => x.Website, "Website"))
        .On("erp", m => m.Field(x => x.Website, "website"));

    private static Action<ICrmErpSyncBuilder> Define(Func<FlowBuilder<Account>, FlowBuilder<Account>>? more = null) =>
        sync => sync.Sync<Account>(a =>
        {
            a.Between("crm", "erp").Match(x => x.TaxId).Field(x => x.Website, f => f.OnConflict(Resolve.Ask));
            more?.Invoke(a);
        });

    private static Action<ICrmErpSyncBuilder> Phones(FieldConverter crm, FieldConverter? erp) => Define(a =>
    {
        a.On("crm", m => m.Field(x => x.Phone, "Phone", f => f.Convert(crm)));
        return erp is null ? a : a.On("erp", m => m.Field(x => x.Phone, "phoneNumber", f => f.Convert(erp)));
    });

    private static async Task<EngineWorld> PhonesAsync(int count, FieldConverter? erpForm = null)
    {
        var world = new EngineWorld(Phones(Typed, erpForm));
        for (var i = 0; i < count; i++)
        {
            world.Crm.Add("Account", ("Name", $"Company {i}"), ("TaxNumber", $"DE{i}"), ("Phone", $"0049 {i}"));
        }

        await world.SettleAsync();
        return world;
    }

    // Websites that the map does not carry: on one side, on the other, the same, different, none.
    private static async Task<EngineWorld> WebsitesAsync()
    {
        var world = new EngineWorld(Define());
        for (var i = 0; i < 8; i++)
        {
            world.Crm.Add("Account", ("Name", $"Company {i}"), ("TaxNumber", $"DE{i}"), ("Phone", $"0049 {i}"));
        }

        await world.SettleAsync();
        string?[] crm = ["only.crm", null, "same", "one.crm", "also.crm"], erp = [null, "only.erp", "same", "two.erp", null];
        for (var i = 0; i < crm.Length; i++)
        {
            if (crm[i] is { } left)
            {
                world.Crm.Edit("Account", world.Crm.All("Account").Single(a => a.Text("TaxNumber") == $"DE{i}").Id, ("Website", left));
            }

            if (erp[i] is { } right)
            {
                world.Erp.Edit("customers", world.Erp.All("customers").Single(a => a.Text("taxNumber") == $"DE{i}").Id, ("website", right));
            }
        }

        await world.SettleAsync();
        return world;
    }

    private sealed class Immediate(Action<SyncProgress> report) : IProgress<SyncProgress>
    {
        public void Report(SyncProgress value) => report(value);
    }
}
