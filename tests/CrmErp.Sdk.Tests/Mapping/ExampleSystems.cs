using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk.Tests.Mapping;

/// <summary>
/// Two small systems as connector packages would describe them: a CRM with text areas, pick lists and sales orders with lines, and an
/// ERP without null, with short fields and a currency field that is empty for its own currency.
/// </summary>
internal static class ExampleSystems
{
    public static ObjectMetadata CrmAccount { get; } = Object(
        "Account",
        Text("Name", 255, required: true),
        Text("AccountNumber", 40),
        Text("TaxNumber__c", 40),
        new FieldMetadata { Path = "ParentId", Kind = FieldKind.Reference, ReferenceTo = "Account" },
        Text("Phone", 40),
        Text("Website", 255),
        Text("BillingStreet", 255),
        Text("BillingCity", 40),
        Text("BillingPostalCode", 20),
        Text("BillingCountryCode", 2),
        new FieldMetadata { Path = "CreditLimit__c", Kind = FieldKind.Decimal, Precision = 18, Scale = 2 },
        new FieldMetadata { Path = "CurrencyIsoCode", Kind = FieldKind.Text, MaxLength = 3 },
        new FieldMetadata { Path = "Type", Kind = FieldKind.Text, MaxLength = 40, Values = ["Customer", "Partner", "Prospect"] },
        new FieldMetadata { Path = "NumberOfEmployees", Kind = FieldKind.Integer },
        new FieldMetadata { Path = "Active__c", Kind = FieldKind.Boolean, Nullable = false },
        new FieldMetadata { Path = "CreatedDate", Kind = FieldKind.Instant, Createable = false, Updateable = false });

    public static ObjectMetadata CrmOrder { get; } = Object(
        "Order",
        Text("OrderNumber", 30, writable: false),
        new FieldMetadata { Path = "AccountId", Kind = FieldKind.Reference, ReferenceTo = "Account", Required = true },
        new FieldMetadata { Path = "EffectiveDate", Kind = FieldKind.Date, Required = true },
        new FieldMetadata { Path = "Status", Kind = FieldKind.Text, Values = ["Draft", "Activated"] },
        new FieldMetadata
        {
            Path = "Lines",
            Kind = FieldKind.Lines,
            Lines = Object(
                "OrderItem",
                new FieldMetadata { Path = "Product2Id", Kind = FieldKind.Reference, ReferenceTo = "Product2" },
                new FieldMetadata { Path = "Quantity", Kind = FieldKind.Decimal, Required = true },
                new FieldMetadata { Path = "UnitPrice", Kind = FieldKind.Decimal }),
        });

    public static ObjectMetadata ErpCustomer { get; } = Object(
        "customers",
        Text("number", 20, Coercions.UpperCase | Coercions.Trim | Coercions.EmptyIsNull),
        Text("displayName", 100, Coercions.EmptyIsNull, required: true),
        Text("taxRegistrationNumber", 20, Coercions.EmptyIsNull),
        Text("phoneNumber", 30, Coercions.EmptyIsNull),
        Text("addressLine1", 100, Coercions.EmptyIsNull),
        Text("addressLine2", 50, Coercions.EmptyIsNull),
        Text("city", 30, Coercions.EmptyIsNull),
        Text("postalCode", 20, Coercions.EmptyIsNull),
        Text("country", 10, Coercions.EmptyIsNull),
        new FieldMetadata { Path = "creditLimit", Kind = FieldKind.Decimal, Scale = 2, Coercion = Coercions.Round },
        new FieldMetadata { Path = "balanceDue", Kind = FieldKind.Decimal, Createable = false, Updateable = false },
        Text("currencyCode", 10, Coercions.EmptyIsNull),
        new FieldMetadata { Path = "blocked", Kind = FieldKind.Text, Values = [" ", "Ship", "Invoice", "All"] },
        new FieldMetadata { Path = "customerPostingGroup", Kind = FieldKind.Text });

    public static IStandardMaps CrmMaps { get; } = new StandardMaps()
        .Map<Account>(
            "Account",
            m => m
                .Field(x => x.Name, "Name")
                .Field(x => x.Number, "AccountNumber")
                .Field(x => x.TaxId, "TaxNumber__c")
                .Reference(x => x.ParentAccount, "ParentId")
                .Field(x => x.Phone, "Phone")
                .Field(x => x.Website, "Website")
                .JoinLines("BillingStreet", f => f.OnTooLong(TooLong.Park), x => x.BillingAddress.Line1, x => x.BillingAddress.Line2, x => x.BillingAddress.Line3)
                .Field(x => x.BillingAddress.City, "BillingCity", f => f.OnTooLong(TooLong.Truncate))
                .Field(x => x.BillingAddress.PostalCode, "BillingPostalCode")
                .Field(x => x.BillingAddress.Country, "BillingCountryCode")
                .Money(x => x.CreditLimit, "CreditLimit__c", "CurrencyIsoCode")
                .Field(x => x.Currency, "CurrencyIsoCode")
                .Field(x => x.Employees, "NumberOfEmployees")
                .Field(x => x.Active, "Active__c")
                .Where(w => w.Field("Type").In("Customer", "Partner")),
            s => s
                .Match(x => x.TaxId, MatchBy.Code)
                .Match(x => x.Number, MatchBy.Code)
                .Suggest(x => x.Name, x => x.BillingAddress.PostalCode)
                .Owns(x => x.Phone)
                .Owns(x => x.Website)
                .Prefers(x => x.Name)
                .Prefers(x => x.BillingAddress))
        .Map<SalesOrder>(
            "Order",
            m => m
                .Field(x => x.Number, "OrderNumber", f => f.ReadOnly())
                .Reference(x => x.Account, "AccountId")
                .Field(x => x.OrderDate, "EffectiveDate")
                .Field(x => x.Status, "Status", f => f.Values(ValueMap.Of(("Draft", "Draft"), ("Open", "Activated")).Else(FieldValue.Missing, "Activated")))
                .Lines(x => x.Lines, "Lines", l => l
                    .Reference(y => y.Product, "Product2Id")
                    .Field(y => y.Quantity, "Quantity")
                    .Field(y => y.UnitPrice, "UnitPrice")));

    public static IStandardMaps ErpMaps { get; } = new StandardMaps()
        .Map<Account>(
            "customers",
            m => m
                .Field(x => x.Number, "number", f => f.OnTooLong(TooLong.Park))
                .Field(x => x.Name, "displayName", f => f.OnTooLong(TooLong.Truncate))
                .Field(x => x.TaxId, "taxRegistrationNumber", f => f.OnTooLong(TooLong.Park))
                .Field(x => x.Phone, "phoneNumber", f => f.OnTooLong(TooLong.Truncate))
                .Field(x => x.BillingAddress.Line1, "addressLine1", f => f.OnTooLong(TooLong.Truncate))
                .Field(x => x.BillingAddress.Line2, "addressLine2", f => f.OnTooLong(TooLong.Truncate))
                .Field(x => x.BillingAddress.City, "city", f => f.OnTooLong(TooLong.Truncate))
                .Field(x => x.BillingAddress.PostalCode, "postalCode")
                .Field(x => x.BillingAddress.Country, "country")
                .Money(x => x.CreditLimit, "creditLimit", "currencyCode")
                .Money(x => x.BalanceDue, "balanceDue", "currencyCode", f => f.ReadOnly())
                .Field(x => x.Currency, "currencyCode", f => f.LocalCurrencyIsEmpty())
                .Field(x => x.Active, "blocked", f => f.Values((true, " "), (false, "All"), (false, "Ship"), (false, "Invoice"))),
            s => s
                .Match(x => x.TaxId, MatchBy.Code)
                .Match(x => x.Number, MatchBy.Code)
                .Owns(x => x.CreditLimit)
                .Owns(x => x.BalanceDue));

    public static ConnectorRegistration Crm { get; } = Registration("acme", CrmMaps, null, CrmAccount, CrmOrder);

    public static ConnectorRegistration Erp { get; } = Registration("ledger", ErpMaps, "EUR", ErpCustomer);

    public static ConnectorRegistration Registration(string system, IStandardMaps? maps, string? currency, params ObjectMetadata[] schema) => new()
    {
        Descriptor = new ConnectorDescriptor
        {
            System = system,
            DisplayName = system,
            Capabilities = ConnectorCapabilities.Read | ConnectorCapabilities.Write,
            Objects = [.. schema.Select(o => new ObjectDescriptor { Name = o.Name })],
            DefaultObject = new ObjectDescriptor { Name = "*" },
        },
        Schema = schema,
        StandardMaps = maps,
        Currency = currency,
        Create = (_, _) => throw new InvalidOperationException("No connector is made in these tests."),
    };

    public static FieldMetadata Text(string path, int length, Coercions coercion = Coercions.None, bool required = false, bool writable = true) =>
        new() { Path = path, Kind = FieldKind.Text, MaxLength = length, Coercion = coercion, Required = required, Createable = writable, Updateable = writable };

    public static ObjectMetadata Object(string name, params FieldMetadata[] fields) => new() { Name = name, Fields = fields };
}
