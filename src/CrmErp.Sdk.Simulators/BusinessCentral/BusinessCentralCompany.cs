namespace CrmErp.Sdk.Simulators.BusinessCentral;

/// <summary>A company of the simulated environment.</summary>
public sealed class BusinessCentralCompany
{
    /// <summary>Its id; null lets the simulator draw one.</summary>
    public Guid? Id { get; set; }

    /// <summary>Its name. Default <c>CRONUS</c>.</summary>
    public string Name { get; set; } = "CRONUS";

    /// <summary>What is shown for it; the name when null.</summary>
    public string? DisplayName { get; set; }

    /// <summary>The local currency. Documents and customers in it show its code with an all-zero currency id. Default <c>EUR</c>.</summary>
    public string LocalCurrency { get; set; } = "EUR";

    /// <summary>Whether customers, contacts and items may be given a number by the client. Default true.</summary>
    public bool ManualNumbers { get; set; } = true;

    /// <summary>Whether a new customer gets a contact of type Company. Default true, as with the usual marketing setup.</summary>
    public bool CreateCompanyContacts { get; set; } = true;

    /// <summary>The tax percentages; the first that fits counts. Default: 19, 7 and 0 % at home, 0 elsewhere.</summary>
    public IReadOnlyList<TaxRate> TaxRates { get; set; } =
    [
        new("STANDARD", "EXPORT", 0), new("REDUCED", "EXPORT", 0), new("STANDARD", "EU", 0), new("REDUCED", "EU", 0),
        new("STANDARD", null, 19), new("REDUCED", null, 7), new("ZERO", null, 0),
    ];
}
