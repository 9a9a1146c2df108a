namespace CrmErp.Sdk.Connectors.BusinessCentral.Tests;

/// <summary>
/// What 1,000 records cost in requests, in batches of the sizes that the descriptor names. The figures are those of the connector's page.
/// </summary>
public class CallCountTests
{
    private const int Many = 1000;
    private static readonly RecordShape Customers = TestEnvironment.Shape("customers", "number", "displayName", "email", "city", "paymentTerm.code", "balanceDue");
    private static readonly RecordShape Items = TestEnvironment.Shape("items", "number", "displayName", "unitPrice", "inventory");
    private static readonly RecordShape Contacts = TestEnvironment.Shape("contacts", "displayName", "type", "email", "customerId");
    private static readonly RecordShape Orders = TestEnvironment.Shape("salesOrders", "number", "customerId", "shipToName", "paymentTerm.code", "salesOrderLines|itemId,quantity,unitPrice");

    [Fact]
    public async Task Customers_cost_what_the_page_says()
    {
        await using var environment = await WarmAsync();
        var ids = await CreateAsync(environment, Customers, Many, "Make customers", i => [("displayName", $"Customer {i}"), ("email", $"c{i}@example.com"), ("paymentTerm.code", i % 2 == 0 ? "14 DAYS" : "30 DAYS")]);

        await CommonAsync(environment, Customers, ids, "customers", i => [("city", $"City {i}"), ("paymentTerm.code", i % 2 == 0 ? "30 DAYS" : "14 DAYS")]);
        await MeasureAsync(environment, "Find customers by 1,000 e-mail addresses", async () =>
            (await environment.Connector.FindAsync(new FindRequest { Shape = Customers, Field = "email", Values = [.. Enumerable.Range(0, 1000).Select(i => FieldValue.From($"c{i}@example.com"))], Limit = 2000 })).Count.Should().Be(Many));
    }

    [Fact]
    public async Task Items_cost_what_the_page_says()
    {
        await using var environment = await WarmAsync();
        var ids = await CreateAsync(environment, Items, Many, "Make items", i => [("number", $"I-{i:0000}"), ("displayName", $"Item {i}"), ("unitPrice", 1m)]);

        await CommonAsync(environment, Items, ids, "items", i => [("displayName", $"Thing {i}")]);
    }

    [Fact]
    public async Task Contacts_cost_what_the_page_says()
    {
        await using var environment = await WarmAsync();
        string[] customers = [.. Enumerable.Range(0, Many).Select(i => environment.Customer($"Customer {i}"))];
        var ids = await CreateAsync(environment, Contacts, Many, "Make contacts of 1,000 customers", i => [("displayName", $"Person {i}"), ("type", "Person"), ("customerId", FieldValue.From(new Reference("customers", customers[i])))]);

        await using var cold = environment.Connect();
        await MeasureAsync(environment, "Change contacts of 1,000 customers, first time", () => UpdateAsync(environment, cold, Contacts, ids, i => [("email", $"p{i}@example.com")]));
        await MeasureAsync(environment, "Change contacts of known customers", () => UpdateAsync(environment, cold, Contacts, ids, i => [("email", $"q{i}@example.com")]));
    }

    [Fact]
    public async Task Pages_of_contacts_cost_what_the_page_says()
    {
        await using var environment = await WarmAsync();
        for (var i = 0; i < 500; i++)
        {
            environment.Customer($"Customer {i}");
        }

        // Each customer brought its company contact; a person stands beside it.
        var companies = await environment.Connector.FindAsync(new FindRequest { Shape = TestEnvironment.Shape("contacts", "number"), Field = "type", Values = ["Company"], Limit = 500 });
        string[] ids = [.. companies.Select(c => environment.Server.People.Create("contacts", ("displayName", "Person"), ("type", "Person"), ("companyNumber", c.Fields[0].AsText())))];

        await using var cold = environment.Connect();
        await MeasureAsync(environment, "Read pages of contacts of 500 customers, first time", () => ReadAllAsync(cold, Contacts));
        await MeasureAsync(environment, "Read pages of contacts of known customers", () => ReadAllAsync(cold, Contacts));
        await using var colder = environment.Connect();
        await MeasureAsync(environment, "Get contacts of 500 customers by id, first time", async () =>
            (await GetAllAsync(colder, Contacts, [.. ids, .. companies.Select(c => c.Ref.Id)])).Should().OnlyContain(r => r.Fields["customerId"].HasValue));
    }

    [Fact]
    public async Task Orders_with_lines_cost_what_the_page_says()
    {
        await using var environment = await WarmAsync();
        var (customer, chair) = (environment.Customer("Buyer"), environment.Item("CHAIR"));
        var slot = Orders.Schema.SlotOf("salesOrderLines");
        var ids = await CreateAsync(environment, Orders, Many, "Make orders with their lines", i => [("customerId", FieldValue.From(new Reference("customers", customer))), ("salesOrderLines", FieldValue.From(new LineList([new Line(default, LineOf(chair)), new Line(default, LineOf(chair))])))]);

        await MeasureAsync(environment, "Read pages of orders with lines", () => ReadAllAsync(environment.Connector, Orders));
        await MeasureAsync(environment, "Get orders with lines by id", () => GetAllAsync(environment.Connector, Orders, ids));
        await MeasureAsync(environment, "Change the header of orders", () => UpdateAsync(environment, environment.Connector, Orders, ids, i => [("shipToName", $"Gate {i}")]));
        var orders = await GetAllAsync(environment.Connector, Orders, ids);
        await MeasureAsync(environment, "Change lines of orders", async () =>
        {
            foreach (var chunk in orders.Chunk(100))
            {
                var outcomes = await environment.WriteAsync(Orders, [.. chunk.Select(o => new WriteItem
                {
                    Operation = WriteOperation.Update, Key = o.Ref.Id, Id = o.Ref.Id, IfVersion = o.Version,
                    Lines = [new LineChange(slot, LineChangeKind.Change, default, o.Fields[slot].AsLines()[0].RemoteId, LineOf(null), 0)],
                })]);
                outcomes.Should().OnlyContain(o => o.Kind == WriteOutcomeKind.Updated && o.Stored!.Fields[slot].AsLines()[0].Fields["quantity"].Equals(FieldValue.From(7m)));
            }
        });
    }

    [Fact]
    public async Task A_quiet_poll_costs_what_the_page_says()
    {
        await using var environment = await WarmAsync();
        environment.Customer("Buyer");
        environment.Settle();
        var contacts = (await environment.DrainAsync(Contacts, null)).Cursor;
        var items = (await environment.DrainAsync(Items, null)).Cursor;
        var customers = (await environment.DrainAsync(Customers, null)).Cursor;

        await MeasureAsync(environment, "Quiet poll of contacts, orders or another plain page", () => environment.DrainAsync(Contacts, contacts));
        await MeasureAsync(environment, "Quiet poll of items with stock", () => environment.DrainAsync(Items, items));
        await MeasureAsync(environment, "Quiet poll of customers with balances, no open invoice", () => environment.DrainAsync(Customers, customers));
    }

    [Fact]
    public async Task Duplicates_of_a_batch_are_named_with_one_question()
    {
        await using var environment = await WarmAsync();
        for (var i = 0; i < 50; i++)
        {
            environment.Item($"I-{i:0000}");
        }

        var before = Calls(environment);
        var outcomes = await environment.WriteAsync(Items, [.. Enumerable.Range(0, 100).Select(i => Create(Items, i, [("number", $"I-{i:0000}"), ("displayName", "Again")]))]);

        (Calls(environment) - before).Should().Be(2);
        outcomes.Take(50).Should().OnlyContain(o => o.Kind == WriteOutcomeKind.Duplicate && o.Id != null);
        outcomes.Skip(50).Should().OnlyContain(o => o.Kind == WriteOutcomeKind.Created);
    }

    private static Row LineOf(string? item)
    {
        var row = new Row(Orders.Fields.Single(f => f.Kind == FieldKind.Lines).Lines!.Schema);
        if (item is not null)
        {
            row["itemId"] = FieldValue.From(new Reference("items", item));
        }

        row["quantity"] = item is null ? 7m : 1m;
        return row;
    }

    // The name of the company and the token are asked for once in a connector's life.
    private static async Task<TestEnvironment> WarmAsync()
    {
        var environment = await TestEnvironment.StartAsync();
        await environment.Connector.CountAsync(new CountRequest { Object = "customers" });
        return environment;
    }

    private static long Calls(TestEnvironment environment) =>
        environment.Server.Requests.Counters.Sum(c => c.Reads + c.Queries + c.Writes);

    private static async Task MeasureAsync(TestEnvironment environment, string what, Func<Task> act)
    {
        var before = Calls(environment);
        await act();
        var calls = Calls(environment) - before;
        DocumentationTests.Page().Should().Contain($"| {what} | {calls} |");
    }

    private static WriteItem Create(RecordShape shape, int i, (string Path, FieldValue Value)[] fields) =>
        new() { Operation = WriteOperation.Create, Key = $"{shape.Object}-{i:0000}-ABCDEFGHIJKLMNOP", Fields = TestEnvironment.Changes(shape, fields) };

    private static async Task<string[]> CreateAsync(TestEnvironment environment, RecordShape shape, int count, string what, Func<int, (string Path, FieldValue Value)[]> fields)
    {
        var ids = new List<string>();
        await MeasureAsync(environment, what, async () =>
        {
            foreach (var chunk in Enumerable.Range(0, count).Chunk(100))
            {
                var outcomes = await environment.WriteAsync(shape, [.. chunk.Select(i => Create(shape, i, fields(i)))]);
                outcomes.Should().OnlyContain(o => o.Kind == WriteOutcomeKind.Created && o.Stored != null);
                ids.AddRange(outcomes.Select(o => o.Id!));
            }
        });
        return [.. ids];
    }

    private static async Task UpdateAsync(TestEnvironment environment, BusinessCentralConnector connector, RecordShape shape, string[] ids, Func<int, (string Path, FieldValue Value)[]> fields)
    {
        foreach (var chunk in Enumerable.Range(0, ids.Length).Chunk(100))
        {
            WriteItem[] items = [.. chunk.Select(i => new WriteItem { Operation = WriteOperation.Update, Key = ids[i], Id = ids[i], Fields = TestEnvironment.Changes(shape, fields(i)) })];
            var outcomes = await connector.WriteAsync(new WriteRequest { Shape = shape, Items = items, NotAfter = environment.Time.GetUtcNow().AddMinutes(1) });
            outcomes.Should().OnlyContain(o => o.Kind == WriteOutcomeKind.Updated && o.Stored != null);
        }
    }

    private static async Task ReadAllAsync(BusinessCentralConnector connector, RecordShape shape)
    {
        var count = 0;
        string? continuation = null;
        do
        {
            var read = await connector.ReadPageAsync(new ReadPageRequest { Shape = shape, Continuation = continuation });
            using var page = read.Page;
            count += page.Count;
            continuation = read.Continuation;
            Enumerable.Range(0, page.Count).Select(page.Read).Should().OnlyContain(r => shape != Contacts || r.Fields["customerId"].HasValue);
        }
        while (continuation is not null);
        count.Should().Be(Many);
    }

    private static async Task<IReadOnlyList<Record>> GetAllAsync(BusinessCentralConnector connector, RecordShape shape, string[] ids)
    {
        var records = new List<Record>();
        foreach (var chunk in ids.Chunk(connector.Descriptor.For(shape.Object).GetBatchSize))
        {
            records.AddRange((await connector.GetManyAsync(new GetManyRequest { Shape = shape, Ids = chunk })).Select(r => r!));
        }

        records.Should().HaveCount(ids.Length).And.OnlyContain(r => r != null);
        return records;
    }

    // Reading and changing, as they are for every plain page.
    private static async Task CommonAsync(TestEnvironment environment, RecordShape shape, string[] ids, string name, Func<int, (string Path, FieldValue Value)[]> fields)
    {
        await MeasureAsync(environment, $"Read pages of {name}", () => ReadAllAsync(environment.Connector, shape));
        await MeasureAsync(environment, $"Get {name} by id", () => GetAllAsync(environment.Connector, shape, ids));
        await MeasureAsync(environment, $"Change {name}", () => UpdateAsync(environment, environment.Connector, shape, ids, fields));
    }
}
