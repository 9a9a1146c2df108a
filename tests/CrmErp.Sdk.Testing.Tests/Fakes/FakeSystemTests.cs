using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Testing.Tests.Fakes;

public class FakeSystemTests
{
    [Fact]
    public void Add_ValuesAreCoercedAsDeclared()
    {
        var system = CustomerSystem.Create();

        var record = system.Add("customers", ("name", "Acme"), ("code", " ab1 "), ("credit", 10.005m));

        record.Text("code").Should().Be("AB1");
        record.Text("credit").Should().Be("10.01");
    }

    [Theory]
    [InlineData("kind", "Partner", "INVALID_OPTION")]
    [InlineData("parent", "nobody", "REFERENCE_NOT_FOUND")]
    [InlineData("unknown", "x", "INVALID_FIELD")]
    public void Add_RefusedValue_SaysWhy(string field, string value, string code)
    {
        var system = CustomerSystem.Create();

        var add = () => system.Add("customers", ("name", "Acme"), (field, value));

        add.Should().Throw<InvalidOperationException>().WithMessage($"*{code}*");
    }

    [Fact]
    public void History_KeepsEveryVersionWithItsAuthor()
    {
        var system = CustomerSystem.Create(behavior: new FakeBehavior { Automations = [new AutomationRule("customers", r => r.Text("name") == "Acme" ? [("code", "AUTO")] : [])] });

        var record = system.Add("customers", ("name", "Acme"));
        system.Edit("customers", record.Id, ("name", "Beta"));
        system.Delete("customers", record.Id);
        system.Restore("customers", record.Id);

        system.History.Select(e => (e.Actor, e.Kind)).Should().Equal(
            (FakeActor.People, FakeEventKind.Created), (FakeActor.Automation, FakeEventKind.Updated), (FakeActor.People, FakeEventKind.Updated), (FakeActor.People, FakeEventKind.Deleted), (FakeActor.People, FakeEventKind.Restored));
        system.History[0].Values["name"].AsText().Should().Be("Acme");
        system.Find("customers", record.Id)!.Text("code").Should().Be("AUTO");
    }

    [Fact]
    public async Task Merge_SurvivorIsNamedAndReferencesFollow()
    {
        var system = CustomerSystem.Create(CustomerSystem.Descriptor(ChangeModel.Token));
        var (survivor, merged) = (system.Add("customers", ("name", "A")), system.Add("customers", ("name", "B")));
        var child = system.Add("customers", ("name", "C"), ("parent", merged.Id));

        system.Merge("customers", survivor.Id, merged.Id);

        system.Find("customers", child.Id)!.Text("parent").Should().Be(survivor.Id);
        var page = await ((IChangeReader)system.Connect()).ReadChangesAsync(new ChangesRequest { Shape = CustomerSystem.Customers, Cursor = "token|0|g0|0" });
        page.Deletions.Should().ContainSingle().Which.MergedInto.Should().Be(survivor.Id);
    }

    [Fact]
    public void Post_OrderVanishesAndLivesOnAsInvoice()
    {
        var system = CustomerSystem.Create();
        var customer = system.Add("customers", ("name", "A"));
        var order = system.Add("orders", ("customer", customer.Id), ("status", "Open"), ("lines", FakeLines.Of([("item", "X"), ("quantity", 2)], [("item", "Y"), ("quantity", 1.005m)])));

        var invoice = system.In("").Post("orders", order.Id, "invoices", ("total", 3m));

        system.All("orders").Should().BeEmpty();
        invoice.Text("orderId").Should().Be(order.Id);
        order.Lines("lines").Select(l => FakeText.Of(l.Fields["quantity"])).Should().Equal("2", "1.01");
    }

    [Fact]
    public async Task Write_OperationOnMissingLine_FailsTheWholeItem()
    {
        var (system, order) = Order();
        var line = order.Lines("lines")[0].RemoteId!;

        var outcome = await WriteAsync(system, new WriteItem
        {
            Operation = WriteOperation.Update, Key = "k", Id = order.Id, Fields = [new FieldChange(1, "Posted")],
            Lines = [new LineChange(2, LineChangeKind.Remove, default, line, null, 0), new LineChange(2, LineChangeKind.Remove, default, "nowhere", null, 0)],
        });

        outcome.Kind.Should().Be(WriteOutcomeKind.VersionConflict);
        system.Find("orders", order.Id)!.Version.Should().Be(order.Version);
    }

    [Fact]
    public async Task Write_KeyedLines_AreChangedAddedRemovedInOrder()
    {
        var (system, order) = Order();
        var lines = order.Lines("lines");
        var changed = new Row(CustomerSystem.OrderLines.Schema) { ["quantity"] = 9m };
        var added = new Row(CustomerSystem.OrderLines.Schema) { ["item"] = "Z", ["quantity"] = 1m };

        await WriteAsync(system, new WriteItem
        {
            Operation = WriteOperation.Update, Key = "k", Id = order.Id,
            Lines =
            [
                new LineChange(2, LineChangeKind.Change, default, lines[1].RemoteId, changed, 1), new LineChange(2, LineChangeKind.Add, default, null, added, 0),
                new LineChange(2, LineChangeKind.Remove, default, lines[0].RemoteId, null, 0),
            ],
        });

        system.Find("orders", order.Id)!.Lines("lines").Select(l => $"{FakeText.Of(l.Fields["item"])}{FakeText.Of(l.Fields["quantity"])}").Should().Equal("Z1", "Y9");
    }

    [Fact]
    public async Task Write_PostedDocument_IsRefusedAsImmutable()
    {
        var (system, order) = Order(new FakeBehavior { Immutable = [new ImmutableRule("orders", "status", "Posted")] });
        system.Edit("orders", order.Id, ("status", "Posted"));

        var outcome = await WriteAsync(system, new WriteItem { Operation = WriteOperation.Update, Key = "k", Id = order.Id, Fields = [new FieldChange(1, "Open")] });

        outcome.Errors.Should().ContainSingle().Which.Kind.Should().Be(ErrorKind.Immutable);
    }

    [Fact]
    public async Task Quota_Exhausted_AsksToWait()
    {
        var system = CustomerSystem.Create(behavior: new FakeBehavior { EnforcesQuotas = true });
        var reader = (IRecordReader)system.Connect();
        for (var i = 0; i < 5; i++)
        {
            await reader.CountAsync(new CountRequest { Object = "customers" });
            system.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var sixth = () => reader.CountAsync(new CountRequest { Object = "customers" });

        (await sixth.Should().ThrowAsync<ConnectorException>()).Which.Should().Match<ConnectorException>(e => e.Kind == ErrorKind.Throttled && e.RetryAfter == TimeSpan.FromSeconds(55));
        system.Clock.Advance(TimeSpan.FromSeconds(55));
        await sixth.Should().NotThrowAsync();
    }

    [Fact]
    public async Task LoseReply_TheWriteTookEffectAndNobodyKnows()
    {
        var system = CustomerSystem.Create();
        system.Faults.LoseReplyOfNextCreate();

        var outcome = await CreateAsync(system);

        outcome.Kind.Should().Be(WriteOutcomeKind.Unknown);
        system.All("customers").Should().ContainSingle();
        system.Faults.HasPending.Should().BeFalse();
    }

    [Fact]
    public async Task ExecuteLate_TheWriteTakesEffectAfterItsDelay()
    {
        var system = CustomerSystem.Create();
        system.Faults.ExecuteNextWriteLate(TimeSpan.FromSeconds(20));

        (await CreateAsync(system)).Kind.Should().Be(WriteOutcomeKind.Unknown);

        system.Clock.Advance(TimeSpan.FromSeconds(19));
        system.All("customers").Should().BeEmpty();
        system.Clock.Advance(TimeSpan.FromSeconds(1));
        system.All("customers").Should().ContainSingle();
    }

    [Fact]
    public async Task LosePermission_RecordsVanishWithoutBeingDeleted()
    {
        var system = CustomerSystem.Create();
        var record = system.Add("customers", ("name", "A"), ("code", "C"));
        var reader = (IRecordReader)system.Connect();
        var request = new GetManyRequest { Shape = CustomerSystem.Customers, Ids = [record.Id] };

        system.Faults.LosePermission("customers", "code");
        (await reader.GetManyAsync(request))[0]!.Fields["code"].IsMissing.Should().BeTrue();
        system.Faults.LosePermission("customers");
        (await reader.GetManyAsync(request))[0].Should().BeNull();
        system.Faults.RestorePermissions();
        (await reader.GetManyAsync(request))[0]!.Fields["code"].AsText().Should().Be("C");
    }

    [Fact]
    public async Task LosePermission_OfAnObject_RefusesWritesToItAndKeepsNothing()
    {
        var system = CustomerSystem.Create();
        system.Faults.LosePermission("customers");
        var write = () => CreateAsync(system);

        (await write.Should().ThrowAsync<ConnectorException>()).Which.Should().Match<ConnectorException>(e => e.Kind == ErrorKind.Permission && e.NotSent);
        system.Faults.RestorePermissions();
        system.All("customers").Should().BeEmpty();
        system.History.Should().NotContain(e => e.Actor == FakeActor.Engine);
    }

    [Fact]
    public async Task DropField_ReadsOfItSaySchemaDrift()
    {
        var system = CustomerSystem.Create();
        var dropped = system.DropField("customers", "code");
        var reader = (IRecordReader)system.Connect();
        var read = () => reader.GetManyAsync(new GetManyRequest { Shape = CustomerSystem.Customers, Ids = ["x"] });

        (await read.Should().ThrowAsync<ConnectorException>()).Which.Kind.Should().Be(ErrorKind.SchemaDrift);
        system.PutField("customers", dropped!);
        await read.Should().NotThrowAsync();
    }

    [Fact]
    public async Task Cursor_OlderThanItsLifetime_IsExpired()
    {
        var system = CustomerSystem.Create(behavior: new FakeBehavior { CursorLifetime = TimeSpan.FromDays(1) });
        var feed = (IChangeReader)system.Connect();
        var cursor = await feed.GetCurrentCursorAsync(new CurrentCursorRequest { Object = "customers" });
        system.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromTicks(1));

        var read = () => feed.ReadChangesAsync(new ChangesRequest { Shape = CustomerSystem.Customers, Cursor = cursor });

        (await read.Should().ThrowAsync<ConnectorException>()).Which.Kind.Should().Be(ErrorKind.CursorExpired);
    }

    private static (FakeSystem System, FakeRecord Order) Order(FakeBehavior? behavior = null)
    {
        var system = CustomerSystem.Create(behavior: behavior);
        var customer = system.Add("customers", ("name", "A"));
        return (system, system.Add("orders", ("customer", customer.Id), ("status", "Open"), ("lines", FakeLines.Of([("item", "X"), ("quantity", 1)], [("item", "Y"), ("quantity", 2)]))));
    }

    private static async Task<WriteOutcome> WriteAsync(FakeSystem system, WriteItem item) =>
        (await ((IRecordWriter)system.Connect()).WriteAsync(new WriteRequest { Shape = CustomerSystem.Orders, Items = [item], NotAfter = system.Clock.Now }))[0];

    private static async Task<WriteOutcome> CreateAsync(FakeSystem system) =>
        (await ((IRecordWriter)system.Connect()).WriteAsync(new WriteRequest
        {
            Shape = CustomerSystem.Customers, NotAfter = system.Clock.Now,
            Items = [new WriteItem { Operation = WriteOperation.Create, Key = "key", Fields = [new FieldChange(0, "Acme")] }],
        }))[0];
}
