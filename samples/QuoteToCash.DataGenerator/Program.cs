using CrmErp.Samples.QuoteToCash.Generating;

// Writes the sample's data: `dotnet run --project samples/QuoteToCash.DataGenerator -- samples/QuoteToCash/Data`.
// The seed is fixed, so the files change only when this program does.
if (args is not [var folder])
{
    Console.Error.WriteLine("Usage: QuoteToCash.DataGenerator <folder>");
    return 2;
}

var world = new World(seed: 20261102, accounts: 2000, products: 500);
new Files(folder).Write(world);
Console.WriteLine($"{world.CrmAccounts.Count} accounts in the CRM, {world.ErpCustomers.Count} customers in the ERP, "
    + $"{world.CrmContacts.Count} and {world.ErpContacts.Count} contacts, {world.Items.Count} items, {world.Opportunities.Count} opportunities, {world.Orders.Count} orders, {world.Invoices.Count} invoices.");
return 0;
