using CrmErp.Sdk.Simulators.OAuth;
using CrmErp.Sdk.Simulators.Salesforce.Api;
using CrmErp.Sdk.Simulators.Salesforce.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Data;

/// <summary>What every org has from its first day: objects, users, itself, and the standard price book.</summary>
internal static class NewOrg
{
    public static void Fill(SalesforceOrg org, ToolingCalls tooling, SalesforceOptions options) => org.Database.Write(RegisteredClient.Seed, transaction =>
    {
        var now = org.Database.Now;
        org.DeleteLogStart = now - SalesforceOrg.RecycleBinLife;
        foreach (var type in StandardObjects.All(options.Currencies, org.UserOf))
        {
            org.Add(type, now);
        }

        AddUsers(org, transaction, options);
        org.Id = SalesforceId.Create("00D", options.OrganizationNumber);
        Insert(org.Get("Organization"), transaction, org.Id,
            ("Name", options.OrganizationName), ("OrganizationType", "Enterprise Edition"), ("InstanceName", "SIM1"), ("IsSandbox", options.IsSandbox),
            ("DefaultLocaleSidKey", "en_US"), ("TimeZoneSidKey", "Europe/Berlin"), ("LanguageLocaleKey", "en_US"));
        var books = org.Get("Pricebook2");
        org.StandardPricebookId = books.NewId();
        Insert(books, transaction, org.StandardPricebookId, ("Name", "Standard Price Book"), ("IsActive", true), ("IsArchived", false), ("IsStandard", true));
        AddCurrencies(org, transaction, options);
        if (options.Provisioned)
        {
            foreach (var (isObject, name, metadata) in ProvisionedSchema.All())
            {
                _ = isObject ? tooling.AddObject(name, metadata, granted: true) : tooling.AddField(name, metadata, granted: true);
            }
        }

        return true;
    });

    private static void AddUsers(SalesforceOrg org, Transaction transaction, SalesforceOptions options)
    {
        var users = org.Get("User");
        foreach (var (writer, username) in options.Clients.Select(c => (c.Name, c.Username ?? c.Name + "@simulator.example"))
            .Append((RegisteredClient.People, "people@simulator.example")).Append((RegisteredClient.Seed, "import@simulator.example")))
        {
            var id = users.NewId();
            org.SetUser(writer, id);
            Insert(users, transaction, id, ("Username", username), ("LastName", writer), ("Name", writer), ("Email", username), ("IsActive", true));
        }
    }

    private static void AddCurrencies(SalesforceOrg org, Transaction transaction, SalesforceOptions options)
    {
        for (var i = 0; i < options.Currencies.Count; i++)
        {
            var table = org.Get("CurrencyType");
            Insert(table, transaction, table.NewId(), ("IsoCode", options.Currencies[i]), ("ConversionRate", 1m), ("DecimalPlaces", DecimalPlaces(options.Currencies[i])), ("IsActive", true), ("IsCorporate", i == 0));
        }
    }

    private static decimal DecimalPlaces(string currency) => currency switch
    {
        "JPY" or "KRW" or "CLP" or "ISK" or "VND" => 0m,
        "KWD" or "BHD" or "TND" or "JOD" or "OMR" => 3m,
        _ => 2m,
    };

    private static void Insert(SObjectTable table, Transaction transaction, string id, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var row = new object?[table.Type.Columns.Fields.Count];
        foreach (var (name, value) in values)
        {
            row[table.Type.Columns.Slot(name)] = value;
        }

        transaction.Insert(table.Rows, id, row, logged: false);
    }
}
