using CrmErp.Sdk.Testing;

namespace CrmErp.Sdk.Connectors.Salesforce.Tests.Wire;

public class ConformanceTests
{
    public static TheoryData<string, SalesforceChangeFeed> Checks
    {
        get
        {
            var data = new TheoryData<string, SalesforceChangeFeed>();
            foreach (var check in ConnectorConformance.Checks)
            {
                data.Add(check, SalesforceChangeFeed.Replication);
                data.Add(check, SalesforceChangeFeed.Query);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task Connector_does_what_it_declares(string check, SalesforceChangeFeed feed)
    {
        var kit = new ConnectorConformance(async _ => new AccountArrangement(await OrgWorld.StartAsync(o => o.Feed = feed)));
        var result = await kit.RunAsync(check, TestContext.Current.CancellationToken);
        result.EnsurePassed();
    }

    private sealed class AccountArrangement(OrgWorld world) : ILateCommitArrangement
    {
        public IConnector Connector => world.Connector;

        public string Scope => "";

        public RecordShape Shape { get; } = new(
            "Account",
            [
                new("Name", FieldKind.Text), new("Site", FieldKind.Text), new("BillingStreet", FieldKind.Text), new("AnnualRevenue", FieldKind.Decimal), new("CreditLimit__c", FieldKind.Decimal),
                new("NumberOfEmployees", FieldKind.Integer), new("Active__c", FieldKind.Boolean), new("ParentId", FieldKind.Reference, "Account"), new("SystemModstamp", FieldKind.Instant),
            ]);

        public string TextField => "Site";

        public DateTimeOffset Now => world.Clock.GetUtcNow();

        public IReadOnlyDictionary<string, FieldValue> Sample(int number) => new Dictionary<string, FieldValue>
        {
            ["Name"] = $"Müller & Söhne {number}", ["Site"] = $"Site {number}", ["BillingStreet"] = "Dorfstr. 1\nHinterhaus", ["CreditLimit__c"] = 100.5m + number,
        };

        public Task<string> CreateAsync(IReadOnlyDictionary<string, FieldValue> fields, CancellationToken cancellationToken) =>
            Task.FromResult(world.People.Create("Account", Values(fields)));

        public Task EditAsync(string id, IReadOnlyDictionary<string, FieldValue> fields, CancellationToken cancellationToken)
        {
            world.People.Update("Account", id, Values(fields));
            return Task.CompletedTask;
        }

        public Task EditLateAsync(string id, IReadOnlyDictionary<string, FieldValue> fields, TimeSpan delay, CancellationToken cancellationToken)
        {
            world.People.Late(delay).Update("Account", id, Values(fields));
            return Task.CompletedTask;
        }

        public Task DeleteAsync(string id, CancellationToken cancellationToken)
        {
            world.People.Delete("Account", id);
            return Task.CompletedTask;
        }

        public Task AdvanceAsync(TimeSpan span, CancellationToken cancellationToken)
        {
            world.Clock.Advance(span);
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => world.DisposeAsync();

        private static (string, object?)[] Values(IReadOnlyDictionary<string, FieldValue> fields) => [.. fields.Select(f => (f.Key, Value(f.Value)))];

        private static object? Value(FieldValue value) => value.Kind switch
        {
            FieldKind.Decimal => value.AsDecimal(),
            FieldKind.Integer => value.AsInteger(),
            FieldKind.Boolean => value.AsBoolean(),
            _ => value.TextOrNull(),
        };
    }
}
