using CrmErp.Sdk.Simulators.Admin;
using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Connectors.BusinessCentral.Tests;

public class ConformanceTests
{
    public static TheoryData<string, string> Checks
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var objectName in (string[])["customers", "items", "salesOrders"])
            {
                foreach (var check in ConnectorConformance.Checks)
                {
                    data.Add(objectName, check);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task The_connector_does_what_it_declares(string objectName, string check)
    {
        var kit = new ConnectorConformance(async _ => new Arrangement(await TestEnvironment.StartAsync(), objectName));

        (await kit.RunAsync(check, TestContext.Current.CancellationToken)).EnsurePassed();
    }

    private sealed class Arrangement : ILateCommitArrangement
    {
        private readonly TestEnvironment _environment;
        private readonly string _customer;
        private readonly string _item;

        public Arrangement(TestEnvironment environment, string objectName)
        {
            _environment = environment;
            _customer = environment.Customer("The buyer", ("number", "BUYER"));
            _item = environment.Item("CHAIR");
            (Shape, TextField) = objectName switch
            {
                "customers" => (TestEnvironment.Shape("customers", "displayName", "addressLine1", "creditLimit", "postalCode", "taxRegistrationNumber", "balanceDue", "blocked"), "addressLine1"),
                "items" => (TestEnvironment.Shape("items", "number", "displayName", "displayName2", "unitPrice", "inventory", "gtin"), "displayName2"),
                _ => (TestEnvironment.Shape("salesOrders", "customerId", "shipToName", "orderDate", "externalDocumentNumber", "salesOrderLines|itemId,quantity,unitPrice"), "shipToName"),
            };
        }

        public IConnector Connector => _environment.Connector;

        public string Scope => "";

        public RecordShape Shape { get; }

        public string TextField { get; }

        public DateTimeOffset Now => _environment.Time.GetUtcNow();

        public IReadOnlyDictionary<string, FieldValue> Sample(int number) => Shape.Object switch
        {
            "customers" => new Dictionary<string, FieldValue> { ["displayName"] = $"Customer {number}", ["addressLine1"] = $"Street {number}", ["creditLimit"] = 1000m + number },
            "items" => new Dictionary<string, FieldValue> { ["number"] = $"I-{number}", ["displayName"] = $"Item {number}", ["displayName2"] = $"Second {number}", ["unitPrice"] = 10.5m },
            _ => new Dictionary<string, FieldValue> { ["customerId"] = FieldValue.From(new Reference("customers", _customer)), ["shipToName"] = $"Name {number}", ["salesOrderLines"] = FieldValue.From(Lines()) },
        };

        public Task<string> CreateAsync(IReadOnlyDictionary<string, FieldValue> fields, CancellationToken cancellationToken)
        {
            var id = _environment.Server.People.Create(Shape.Object, Values(fields));
            if (Shape.Object == "salesOrders")
            {
                _environment.Server.People.Create("salesOrderLines", ("documentId", id), ("itemId", _item), ("quantity", 2m));
            }

            return Task.FromResult(id);
        }

        public Task EditAsync(string id, IReadOnlyDictionary<string, FieldValue> fields, CancellationToken cancellationToken) => EditAsync(_environment.Server.People, id, fields);

        public Task EditLateAsync(string id, IReadOnlyDictionary<string, FieldValue> fields, TimeSpan delay, CancellationToken cancellationToken) => EditAsync(_environment.Server.People.Late(delay), id, fields);

        public Task DeleteAsync(string id, CancellationToken cancellationToken)
        {
            _environment.Server.People.Delete(Shape.Object, id);
            return Task.CompletedTask;
        }

        public Task AdvanceAsync(TimeSpan span, CancellationToken cancellationToken)
        {
            _environment.Time.Advance(span);
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => _environment.DisposeAsync();

        private LineList Lines()
        {
            var shape = Shape.Fields.Single(f => f.Kind == FieldKind.Lines).Lines!;
            var row = new Row(shape.Schema);
            row["itemId"] = FieldValue.From(new Reference("items", _item));
            row["quantity"] = 2m;
            return new LineList([new Line(default, row)]);
        }

        private Task EditAsync(PeopleEdits people, string id, IReadOnlyDictionary<string, FieldValue> fields)
        {
            people.Update(Shape.Object, id, Values(fields));
            return Task.CompletedTask;
        }

        private static (string, object?)[] Values(IReadOnlyDictionary<string, FieldValue> fields) =>
            [.. fields.Where(f => f.Value.Kind != FieldKind.Lines ).Select(f => (f.Key, (object?)(f.Value.Kind switch
            {
                FieldKind.Decimal => f.Value.AsDecimal(),
                FieldKind.Reference => f.Value.AsReference().Id,
                _ => f.Value.TextOrNull(),
            })))];
    }
}
