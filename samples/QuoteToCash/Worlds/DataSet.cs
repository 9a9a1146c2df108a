namespace CrmErp.Samples.QuoteToCash.Worlds;

/// <summary>The committed data, cut or grown to a number of accounts. The cases made by hand are always there; grown rows are variations of the others.</summary>
internal sealed class DataSet
{
    // The identities of the companies that nobody made by hand.
    private const int First = 60;
    private const int Plain = 1940;

    private readonly string _folder;
    private readonly int _plain;

    /// <param name="folder">Where the committed data lies.</param>
    /// <param name="accounts">How many companies there are, those of both systems counted once.</param>
    public DataSet(string folder, int accounts)
    {
        _folder = folder;
        _plain = accounts - CsvFile.Read(Path.Combine(folder, "crm/accounts.csv")).Concat(CsvFile.Read(Path.Combine(folder, "erp/customers.csv")))
            .Where(r => r.Case.Length > 0).Select(r => r.Identity).Distinct(StringComparer.Ordinal).Count();
    }

    /// <summary>The rows of a file whose account is within the size asked for, then their variations.</summary>
    /// <param name="file">The file's path below the data folder.</param>
    public IEnumerable<DataRow> Rows(string file)
    {
        foreach (var row in CsvFile.Read(Path.Combine(_folder, file)).Where(r => r.Case.Length > 0 || Ordinal(r) is not { } n || n < _plain))
        {
            yield return new DataRow(row, 0);
        }

        for (var generation = 1; generation * Plain < _plain; generation++)
        {
            var left = _plain - (generation * Plain);
            foreach (var row in CsvFile.Read(Path.Combine(_folder, file)).Where(r => r.Case.Length == 0 && Ordinal(r) is { } n && n < left))
            {
                yield return new DataRow(row, generation);
            }
        }
    }

    /// <summary>Where a row stands among the companies that nobody made by hand; null for rows that every size has (products).</summary>
    private static int? Ordinal(CsvRow row)
    {
        var reference = row["Account"] is { Length: > 0 } account ? account : row["Customer"] is { Length: > 0 } customer ? customer : null;
        return reference is not null ? Number(reference) - First
            : row.Identity[0] switch
            {
                'A' => Number(row.Identity) - First,
                'P' => null,
                _ => Number(row.Identity) is { } n ? n * Plain / 3000 : null,
            };
    }

    private static int? Number(string key) => int.TryParse(key.AsSpan(1), out var number) ? number : null;
}

/// <summary>A row of the data in one of its generations: 0 is as it is written.</summary>
internal sealed record DataRow(CsvRow Row, int Generation)
{
    public string Key => Of(Row.Key);

    public string Identity => Of(Row.Identity);

    public string Case => Row.Case;

    /// <summary>A value as it is.</summary>
    public string this[string column] => Row[column];

    /// <summary>A reference to another row, by key.</summary>
    public string Reference(string column) => Row[column] is { Length: > 0 } key ? Of(key) : "";

    /// <summary>A value that is this record's own: another generation has another one.</summary>
    public string Own(string column)
    {
        var value = Row[column];
        if (Generation == 0 || value.Length == 0)
        {
            return value;
        }

        return value.Contains('@', StringComparison.Ordinal) ? $"g{Generation}.{value}"
            : value.StartsWith("https://www.", StringComparison.Ordinal) ? value.Insert("https://www.".Length, $"g{Generation}-")
            : $"{value} {Generation}";
    }

    /// <summary>A number or code that is this record's own: digits and letters only.</summary>
    public string OwnCode(string column) => Generation == 0 || Row[column].Length == 0 ? Row[column] : $"{Row[column]}G{Generation}";

    private string Of(string key) => Generation == 0 ? key : $"{key}-{Generation}";
}
