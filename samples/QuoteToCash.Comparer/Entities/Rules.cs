using CrmErp.Samples.QuoteToCash.Comparing.Rendering;
using static CrmErp.Samples.QuoteToCash.Comparing.Rendering.Render;

namespace CrmErp.Samples.QuoteToCash.Comparing.Entities;

/// <summary>The compared entities, and the shared fields that are not compared with the reason.</summary>
internal static partial class Rules
{
    public static IReadOnlyList<EntityRule> All { get; } = [Accounts(), Contacts(), Products(), SalesOrders(), Invoices()];

    public static IReadOnlyDictionary<string, string> NotCompared { get; } = new Dictionary<string, string>
    {
        ["SalesOrder.Currency"] = "An org with one currency has no field for it; the map states a constant.",
    };

    private static FieldRule Text(string name, string crm, int crmLength, string erp, int erpLength, bool code = false, string planted = "Tampered", string group = "") => new()
    {
        Name = name,
        Group = group,
        Crm = (item, _) => item[crm],
        Erp = (item, _) => item[erp],
        ToErp = code ? ErpCode(erpLength) : ErpText(erpLength),
        ToCrm = CrmText(crmLength),
        Plant = (c, _, _) => new Plant("crm", c, crm, planted),
    };

    private static IEnumerable<FieldRule> Address(string name, string crm, string erp, string postalCode)
    {
        var street = erp.Length == 0 ? "addressLine" : erp + "AddressLine";
        string Erp(string field) => erp.Length == 0 ? char.ToLowerInvariant(field[0]) + field[1..] : erp + field;
        yield return new FieldRule
        {
            Name = $"{name}.Lines",
            Group = name,
            Crm = (item, _) => item[crm + "Street"],
            Erp = (item, _) => Empty(string.Join('\n', new[] { item[street + "1"], item[street + "2"] }).TrimEnd('\n')),
            ToErp = value => value is null ? null : Empty(string.Join('\n', value.Split('\n').Take(2).Select((line, i) => Empty(ErpText(i == 0 ? 100 : 50)(line.TrimEnd())))).TrimEnd('\n')),
            ToCrm = value => CrmText(255)(value),
            Plant = (_, e, _) => new Plant("erp", e, street + "1", "Tampered Street 1"),
        };
        yield return Text($"{name}.City", crm + "City", 40, Erp("City"), 30, group: name);
        yield return Text($"{name}.PostalCode", crm + "PostalCode", 20, erp.Length == 0 ? "postalCode" : erp + postalCode, 20, code: true, planted: "T-1", group: name);
        yield return new FieldRule
        {
            Name = $"{name}.Country",
            Group = name,
            Crm = (item, _) => item[crm + "Country"],
            Erp = (item, _) => item[Erp("Country")],
            ToErp = Places.CountryCode,
            ToCrm = Places.CountryName,
            Plant = (c, e, _) => new Plant("crm", c, crm + "Country", e[Erp("Country")] == "JP" ? "Kuwait" : "Japan"),
        };
        yield return new FieldRule
        {
            Name = $"{name}.Region",
            Group = name,
            Crm = (item, _) => ErpText(30)(Places.RegionCode(item[crm + "Country"], item[crm + "State"])),
            Erp = (item, _) => item[Erp("State")],
            Plant = (c, _, _) => new Plant("crm", c, crm + "State", "Tampered"),
        };
    }

    private static EntityRule Accounts() => new()
    {
        Name = "Account",
        CrmObject = "Account",
        ErpObject = "customers",
        CrmEvidence = (a, _) => Evidence(("tax", a["TaxNumber__c"]), ("no", a["AccountNumber"]), ("web", a["Website"]), ("phone", a["Phone"]), ("name", a["Name"] + "|" + a["BillingPostalCode"])),
        ErpEvidence = (c, _) => Evidence(("tax", c["taxRegistrationNumber"]), ("no", c["number"]), ("web", c["website"]), ("phone", c["phoneNumber"]), ("name", c["displayName"] + "|" + c["postalCode"])),
        Fields =
        [
            Text("Number", "AccountNumber", 40, "number", 20, code: true, planted: "T-99"),
            Text("Name", "Name", 255, "displayName", 100),
            Text("TaxId", "TaxNumber__c", 40, "taxRegistrationNumber", 20, code: true, planted: "XX123"),
            Text("Phone", "Phone", 40, "phoneNumber", 30, planted: "+1 1"),
            Text("Website", "Website", 255, "website", 80, planted: "https://tampered.example"),
            new FieldRule
            {
                Name = "PaymentTerms",
                Crm = (a, _) => a["PaymentTerms__c"],
                Erp = (c, scene) => scene.TermsCode(c["paymentTermsId"]),
                ToErp = ErpCode(10),
                Plant = (a, _, _) => new Plant("crm", a, "PaymentTerms__c", "NEVER"),
            },
            new FieldRule
            {
                Name = "CreditLimit",
                Crm = (a, _) => ZeroIsNone(a["CreditLimit__c"]),
                Erp = (c, _) => ZeroIsNone(c["creditLimit"]),
                ToCrm = Number(2),
                Plant = (_, c, _) => new Plant("erp", c, "creditLimit", 123456.78m),
            },
            new FieldRule
            {
                Name = "BalanceDue",
                Group = "Balance",
                Crm = (a, _) => a["Balance__c"] ?? "0",
                Erp = (c, _) => c["balanceDue"] ?? "0",
                ToCrm = Number(2),
                Plant = (a, _, _) => new Plant("crm", a, "Balance__c", -1m),
            },
            new FieldRule
            {
                Name = "Active",
                Crm = (a, _) => a["Active__c"] ?? "true",
                Erp = (c, _) => c["blocked"] == "All" ? "false" : "true",
                Plant = (a, c, _) => new Plant("crm", a, "Active__c", c["blocked"] == "All"),
            },
            .. Address("BillingAddress", "Billing", "", ""),
        ],
    };

    private static EntityRule Contacts() => new()
    {
        Name = "Contact",
        CrmObject = "Contact",
        ErpObject = "contacts",
        ErpFilter = c => c["type"] == "Person",
        CrmEvidence = (c, scene) => Evidence(("mail", c["Email"]), ("phone", c["Phone"]), ("name", c["Name"] + "|" + scene.IdentityOf("crm", "Account", c["AccountId"]))),
        ErpEvidence = (c, scene) => Evidence(("mail", c["email"]), ("phone", c["phoneNumber"]), ("name", c["displayName"] + "|" + Customer(c, scene))),
        Fields =
        [
            new FieldRule
            {
                Name = "Name",
                Crm = (c, _) => c["FirstName"] + "\n" + c["LastName"],
                Erp = (c, _) => c["displayName"],
                ToErp = value => ErpText(100)(Empty(value?.Replace('\n', ' ').Trim())),
                ToCrm = value => value is null ? null : value.LastIndexOf(' ') is > 0 and var blank ? value[..blank].Trim() + "\n" + value[(blank + 1)..] : "\n" + value,
                Plant = (c, _, _) => new Plant("crm", c, "LastName", "Tampered"),
            },
            Text("Email", "Email", 80, "email", 80, planted: "tampered@people.example"),
            Text("Phone", "Phone", 40, "phoneNumber", 30, planted: "+1 2"),
            Text("MobilePhone", "MobilePhone", 40, "mobilePhoneNumber", 30, planted: "+1 3"),
            Text("JobTitle", "Title", 128, "jobTitle", 30),
            new FieldRule
            {
                Name = "Account",
                Crm = (c, scene) => scene.IdentityOf("crm", "Account", c["AccountId"]),
                Erp = Customer,
                Plant = (c, _, scene) => new Plant("crm", c, "AccountId", c["AccountId"] is null ? scene.AnyAccount() : null),
            },
            .. Address("MailingAddress", "Mailing", "", ""),
        ],
    };

    private static string? Customer(Item contact, Scene scene) =>
        contact["companyNumber"] is { } number ? scene.IdentityOf("erp", "customers", scene.CompanyContacts.GetValueOrDefault(number, number)) : null;

    private static string? Plain(string? text) => text?.Trim().ToUpperInvariant();

    private static IEnumerable<string> Evidence(params (string Kind, string? Value)[] values) =>
        values.Where(v => !string.IsNullOrWhiteSpace(v.Value)).Select(v => $"{v.Kind}:{Plain(v.Value)}");
}
