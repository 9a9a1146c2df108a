using System.Globalization;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Data;

/// <summary>One company: its tables, number series, and the sums that pages compute while reading.</summary>
internal sealed class BcCompany
{
    private readonly Dictionary<string, BcTable> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, decimal> _inventory = new(StringComparer.Ordinal);
    private readonly Dictionary<string, decimal> _balance = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _companyContacts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _customersOfContacts = new(StringComparer.Ordinal);
    private readonly Lock _sums = new();

    public BcCompany(BusinessCentralCompany options, string id, BcModel model)
    {
        Options = options;
        Id = id;
        foreach (var entity in model.Entities)
        {
            _tables[entity.Set] = new BcTable(entity, id);
        }
    }

    public BusinessCentralCompany Options { get; }

    public string Id { get; }

    public BcTable this[string set] => _tables[set];

    public BcTable? Find(string set) => _tables.GetValueOrDefault(set);

    /// <summary>The sum of an item's ledger entries.</summary>
    public decimal Inventory(string itemNumber)
    {
        lock (_sums)
        {
            return _inventory.GetValueOrDefault(itemNumber);
        }
    }

    /// <summary>What a customer owes: posted invoices less posted payments.</summary>
    public decimal Balance(string customerId)
    {
        lock (_sums)
        {
            return _balance.GetValueOrDefault(customerId);
        }
    }

    public void AddToInventory(string itemNumber, decimal quantity)
    {
        lock (_sums)
        {
            _inventory[itemNumber] = _inventory.GetValueOrDefault(itemNumber) + quantity;
        }
    }

    public void AddToBalance(string customerId, decimal amount)
    {
        lock (_sums)
        {
            _balance[customerId] = _balance.GetValueOrDefault(customerId) + amount;
        }
    }

    /// <summary>Ties a customer to its contact of type Company.</summary>
    public void Relate(string customerId, string contactNumber)
    {
        lock (_sums)
        {
            _companyContacts[customerId] = contactNumber;
            _customersOfContacts[contactNumber] = customerId;
        }
    }

    /// <summary>The number of the company contact of a customer; null when there is none.</summary>
    public string? CompanyContact(string customerId)
    {
        lock (_sums)
        {
            return _companyContacts.GetValueOrDefault(customerId);
        }
    }

    /// <summary>The id of the customer of a company contact; null when there is none.</summary>
    public string? CustomerOf(string contactNumber)
    {
        lock (_sums)
        {
            return _customersOfContacts.GetValueOrDefault(contactNumber);
        }
    }

    /// <summary>The next free number of a series. Numbers given away in an undone transaction are lost, as in the real system.</summary>
    public string NextNumber(string series, Func<string, bool> taken)
    {
        var (prefix, start) = Format(series);
        while (true)
        {
            var next = _numbers.GetValueOrDefault(series, start) + 1;
            _numbers[series] = next;
            var number = prefix + next.ToString(CultureInfo.InvariantCulture);
            if (!taken(number))
            {
                return number;
            }
        }
    }

    public long NextEntry(string series)
    {
        var next = _numbers.GetValueOrDefault(series) + 1;
        _numbers[series] = next;
        return next;
    }

    /// <summary>The rounding precision of amounts in a currency.</summary>
    public decimal AmountPrecision(string currencyCode)
    {
        var currencies = this["currencies"];
        var precision = currencies.ByKey(currencyCode) is { } currency
            ? (decimal)currency[currencies.Entity.Schema.Slot("amountRoundingPrecision")]!
            : 0m;
        return precision > 0 ? precision : 0.01m;
    }

    /// <summary>The tax percentage for a customer's area and a line's code.</summary>
    public decimal TaxPercent(string areaCode, string taxCode)
    {
        foreach (var rate in Options.TaxRates)
        {
            if (rate.Code == taxCode && (rate.Area is null || rate.Area == areaCode))
            {
                return rate.Percent;
            }
        }

        return 0;
    }

    private static (string Prefix, long Start) Format(string series) => series switch
    {
        "CUST" => ("C", 10000),
        "CONT" => ("CT", 100000),
        "ITEM" => ("ITEM", 1000),
        "S-ORD" => ("S-ORD", 101000),
        "S-INV" => ("S-INV", 102000),
        "S-INV+" => ("PS-INV", 103000),
        "OPP" => ("OP", 100000),
        _ => (series, 1000),
    };
}
