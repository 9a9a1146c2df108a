using CrmErp.Sdk.Simulators.Admin;
using CrmErp.Sdk.Simulators.BusinessCentral.Api;
using CrmErp.Sdk.Simulators.BusinessCentral.Data;

namespace CrmErp.Sdk.Simulators.BusinessCentral;

/// <summary>The code lists that every new company has, and its payment journal.</summary>
internal static class BcStandardSetup
{
    private static readonly (string Code, string Name)[] Countries =
    [
        ("AT", "Austria"), ("AU", "Australia"), ("BE", "Belgium"), ("BR", "Brazil"), ("CA", "Canada"), ("CH", "Switzerland"), ("CN", "China"),
        ("CZ", "Czechia"), ("DE", "Germany"), ("DK", "Denmark"), ("ES", "Spain"), ("FI", "Finland"), ("FR", "France"), ("GB", "Great Britain"),
        ("HU", "Hungary"), ("IE", "Ireland"), ("IN", "India"), ("IT", "Italy"), ("JP", "Japan"), ("KR", "Korea"), ("KW", "Kuwait"), ("LU", "Luxembourg"),
        ("MX", "Mexico"), ("NL", "Netherlands"), ("NO", "Norway"), ("NZ", "New Zealand"), ("PL", "Poland"), ("PT", "Portugal"), ("SE", "Sweden"),
        ("SG", "Singapore"), ("SK", "Slovakia"), ("TR", "Türkiye"), ("US", "USA"), ("ZA", "South Africa"),
    ];

    private static readonly (string Code, string Name, string Symbol, string Places, decimal Precision)[] Currencies =
    [
        ("CHF", "Swiss franc", "CHF", "2:2", 0.01m), ("EUR", "Euro", "€", "2:2", 0.01m), ("GBP", "Pound Sterling", "£", "2:2", 0.01m),
        ("JPY", "Japanese yen", "¥", "0:0", 1m), ("KWD", "Kuwaiti dinar", "KD", "3:3", 0.001m), ("USD", "US dollar", "$", "2:2", 0.01m),
    ];

    private static readonly (string Code, string Name, string Due)[] Terms =
    [
        ("10 DAYS", "Net 10 days", "10D"), ("14 DAYS", "Net 14 days", "14D"), ("1M(8D)", "1 Month/2% 8 days", "1M"), ("30 DAYS", "Net 30 days", "30D"),
        ("60 DAYS", "Net 60 days", "60D"), ("CM", "Current Month", "CM"), ("COD", "Cash on delivery", "0D"),
    ];

    public static void Seed(BcEnvironment environment, BcWrites writes)
    {
        foreach (var company in environment.Companies)
        {
            var seeder = new BcSeeder(environment, company, writes);
            var model = environment.Model;
            seeder.Seed(model["countriesRegions"], Countries.Select(c => Row(c.Code, c.Name)));
            seeder.Seed(model["currencies"], Currencies.Select(c =>
                Row(c.Code, c.Name, ("symbol", c.Symbol), ("amountDecimalPlaces", c.Places), ("amountRoundingPrecision", c.Precision))));
            seeder.Seed(model["paymentTerms"], Terms.Select(t => Row(t.Code, t.Name, ("dueDateCalculation", t.Due))));
            seeder.Seed(model["paymentMethods"], [Row("BANK", "Bank transfer"), Row("CASH", "Cash payment"), Row("CHECK", "Check payment")]);
            seeder.Seed(model["shipmentMethods"], [Row("CIF", "Cost Insurance and Freight"), Row("EXW", "Ex Warehouse"), Row("FOB", "Free on Board")]);
            seeder.Seed(model["unitsOfMeasure"],
            [
                Row("BOX", "Box", ("internationalStandardCode", "BX")), Row("H", "Hour", ("internationalStandardCode", "HUR")),
                Row("KG", "Kilo", ("internationalStandardCode", "KGM")), Row("L", "Liter", ("internationalStandardCode", "LTR")),
                Row("M", "Meter", ("internationalStandardCode", "MTR")), Row("PCS", "Piece", ("internationalStandardCode", "EA")),
                Row("SET", "Set", ("internationalStandardCode", "SET")),
            ]);
            seeder.Seed(model["itemCategories"], [Row("FURNITURE", "Office furniture"), Row("MISC", "Miscellaneous"), Row("SUPPLIES", "Office supplies")]);
            seeder.Seed(model["taxGroups"], company.Options.TaxRates.Select(r => r.Code).Distinct().Select(c => Row(c, c, ("taxType", "VAT"))));
            seeder.Seed(model["taxAreas"],
                [Row("DOMESTIC", "Domestic customers", ("taxType", "VAT")), Row("EU", "Customers in EU", ("taxType", "VAT")), Row("EXPORT", "Other customers", ("taxType", "VAT"))]);
            seeder.Seed(model["customerPaymentJournals"], [Row("GENERAL", "General payments")]);
        }
    }

    private static SeedRecord Row(string code, string name, params (string Name, object? Value)[] more) =>
        new([("code", code), ("displayName", name), .. more]);
}
