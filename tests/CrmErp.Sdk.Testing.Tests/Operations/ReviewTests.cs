namespace CrmErp.Sdk.Testing.Tests.Operations;

public class ReviewTests
{
    [Fact]
    public async Task An_ambiguous_first_load_is_decided_in_a_table()
    {
        await using var world = await AmbiguousAsync();

        var (table, count) = await ExportAsync(world);

        count.Should().Be(3, "one pair for each two of the group");
        table.Should().StartWith("kind,first,second,version,decision,Name (first),Name (second),TaxId (first),TaxId (second),Phone (first),Phone (second)").And.Contain("Acme South").And.Contain("'=Acme");
        // The second account of the CRM is another company.
        var import = await ImportAsync(world, Decide(table, line => line.Contains("Account-00002", StringComparison.Ordinal) ? "different" : ""));
        (import.Judged, import.Undecided, import.Problems.Count).Should().Be((2, 1, 0));
        await world.SettleAsync();
        await world.Operations.ApproveFirstLoadAsync("Account", OperationsWorld.Jo);
        await world.SettleAsync();

        world["erp"].All("customers").Should().HaveCount(2).And.Contain(c => c.Text("displayName") == "Acme South");
        world["crm"].All("Account").Should().HaveCount(2);
        (await ExportAsync(world)).Count.Should().Be(0);
        // The same table again: nothing of it is in question any more.
        import = await ImportAsync(world, Decide(table, _ => "different"));
        (import.Judged, import.AlreadyClosed).Should().Be((0, 3));
    }

    [Fact]
    public async Task A_proposal_that_is_accepted_links()
    {
        await using var world = SyncWorld.Create(OperationsWorld.Define);
        world["crm"].Add("Account", ("Name", "Acme"), ("Phone", "1"));
        world["erp"].Add("customers", ("displayName", "Acme"), ("phone", "1"));
        await world.SettleAsync();
        var (table, count) = await ExportAsync(world);
        (count, table.Contains("Suggested", StringComparison.Ordinal)).Should().Be((1, true));

        (await ImportAsync(world, Decide(table, _ => "same"))).Judged.Should().Be(1);
        await world.SettleAsync();

        (world["crm"].All("Account").Count, world["erp"].All("customers").Count).Should().Be((1, 1));
        (await world.Operations.ExplainAsync("Account", world.Account().Ref("crm", "Account"), "Name"))!.Spokes.Should().OnlyContain(s => s.Agreement == FieldAgreement.Agrees);
    }

    [Fact]
    public async Task What_moved_since_is_stale_and_what_is_unknown_is_not_found()
    {
        await using var world = await AmbiguousAsync();
        var (table, _) = await ExportAsync(world);
        world["crm"].Edit("Account", "Account-00002", ("Phone", "9"));
        await world.SettleAsync();

        var import = await ImportAsync(world, Decide(table, _ => "different"));
        (import.Stale, import.Judged).Should().Be((2, 1));
        import = await ImportAsync(world, Decide(table.Replace("Account-0000", "Account-0009", StringComparison.Ordinal), _ => "same"));
        (import.NotFound, import.Judged).Should().Be((3, 0));
    }

    [Fact]
    public async Task A_table_with_a_mistake_judges_nothing()
    {
        await using var world = await AmbiguousAsync();
        var (table, _) = await ExportAsync(world);
        var before = await world.Store.GetSequenceAsync();

        (await ImportAsync(world, "")).Problems.Should().ContainSingle().Which.Message.Should().Contain("empty");
        (await ImportAsync(world, "first,second\r\n")).Problems.Should().HaveCount(2).And.Contain(p => p.Message.Contains("'decision'"));
        (await ImportAsync(world, Decide(table, line => line.Contains("Account-00002", StringComparison.Ordinal) ? "maybe" : "same"))).Problems.Should().HaveCount(2).And.Contain(p => p.Line == 2);
        (await ImportAsync(world, Decide(table, _ => "same").Replace("crm:Account/Account-00001", "nonsense", StringComparison.Ordinal))).Problems.Should().NotBeEmpty();
        (await ImportAsync(world, table + "\"open")).Problems.Should().ContainSingle().Which.Message.Should().Contain("does not end");

        (await world.Store.GetSequenceAsync()).Should().Be(before);
    }

    private static async Task<SyncWorld> AmbiguousAsync()
    {
        var world = SyncWorld.Create(OperationsWorld.Define);
        world["crm"].Add("Account", ("Name", "=Acme"), ("TaxNumber", "DE1"));
        world["crm"].Add("Account", ("Name", "Acme South"), ("TaxNumber", "DE1"));
        world["erp"].Add("customers", ("displayName", "Acme"), ("taxNumber", "DE1"));
        await world.SettleAsync();
        return world;
    }

    private static async Task<(string Table, int Count)> ExportAsync(SyncWorld world)
    {
        await using var writer = new StringWriter();
        var count = await world.Operations.ExportReviewsAsync("Account", writer);
        return (writer.ToString(), count);
    }

    private static Task<ReviewImport> ImportAsync(SyncWorld world, string table) => world.Operations.ImportReviewsAsync("Account", new StringReader(table), OperationsWorld.Jo);

    // The fifth column is the decision.
    private static string Decide(string table, Func<string, string> decide) =>
        string.Join("\r\n", table.Split("\r\n").Select((line, i) => i == 0 || line.Length == 0 ? line : Fill(line, decide(line))));

    private static string Fill(string line, string decision)
    {
        var cells = line.Split(',');
        cells[4] = decision;
        return string.Join(',', cells);
    }
}
