using System.Buffers;

namespace CrmErp.Samples.QuoteToCash.Generating;

/// <summary>Writes the rows as CSV: UTF-8, line feeds, RFC 4180 quotes.</summary>
internal sealed class Files(string folder)
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    public void Write(World world)
    {
        Write("crm/accounts.csv", world.CrmAccounts);
        Write("crm/contacts.csv", world.CrmContacts);
        Write("crm/products.csv", world.CrmProducts);
        Write("crm/opportunities.csv", world.Opportunities);
        Write("erp/customers.csv", world.ErpCustomers);
        Write("erp/contacts.csv", world.ErpContacts);
        Write("erp/items.csv", world.Items);
        Write("erp/orders.csv", world.Orders);
        Write("erp/invoices.csv", world.Invoices);
    }

    private void Write(string name, IReadOnlyList<Row> rows)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string[] columns = [.. rows.SelectMany(r => r.Values.Keys).Distinct()];
        using var file = new StreamWriter(path, append: false, new System.Text.UTF8Encoding(false)) { NewLine = "\n" };
        file.WriteLine(string.Join(',', (string[])["Key", "Identity", "Case", .. columns]));
        foreach (var row in rows)
        {
            file.WriteLine(string.Join(',', new[] { row.Key, row.Identity, row.Case }.Concat(columns.Select(c => row.Values.GetValueOrDefault(c, ""))).Select(Field)));
        }
    }

    private static string Field(string text) =>
        text.AsSpan().IndexOfAny(Quoted) >= 0 || text != text.Trim() ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
