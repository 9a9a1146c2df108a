using CrmErp.Samples.QuoteToCash.Worlds;
using CrmErp.Sdk.Simulators.Admin;
using CrmErp.Sdk.Simulators.Faults;
using CrmErp.Sdk.Simulators.Hosting;

namespace CrmErp.Samples.QuoteToCash.Script;

/// <summary>What people do in both systems while the engine runs. Keys are those of the data; expected.csv says where each edit must end.</summary>
internal sealed class Edits(Systems systems)
{
    private readonly PeopleEdits _crm = systems.Crm.People;
    private readonly PeopleEdits _erp = systems.Erp.People;

    /// <summary>The deals that were won today, by true identity.</summary>
    public List<string> Won { get; } = [];

    /// <summary>Edits of single fields, some of one record on both sides, some of one field on both sides.</summary>
    public void Morning()
    {
        _crm.Update("Account", Id("c-both-edit"), ("Phone", "+49 30 111222"));
        _erp.Act("setCreditLimit", ("customerId", Id("e-both-edit")), ("amount", 77000m));
        // The same group on both sides within a minute: nobody can say which is later, so a person is asked.
        _crm.Update("Account", Id("c-same-field"), ("BillingStreet", "Neue Straße 1"), ("BillingCity", "Bonn"));
        _erp.Update("customers", Id("e-same-field"), ("addressLine1", "Alte Straße 9"), ("city", "Köln"));
        // The ERP owns the limit: the CRM's edit is overwritten. Its terms are the ERP's too, but the CRM may differ on purpose.
        _crm.Update("Account", Id("c-owned"), ("CreditLimit__c", 1m));
        _crm.Update("Account", Id("c-overdue"), ("PaymentTerms__c", "COD"));
        _crm.Update("Account", Id("c-clear"), ("Website", null));
        _erp.Update("customers", Id("e-address"), ("city", "Wien"), ("country", "AT"), ("postalCode", "1010"));
        for (var i = 0; i < 5; i++)
        {
            _erp.Act("adjustStock", ("itemNumber", Stocked(i)), ("quantity", 7m));
        }
    }

    /// <summary>The ERP takes no more changes of customers for a moment.</summary>
    public void Throttle() => systems.Erp.Faults.Add(new FaultRule { Client = "sdk", Object = "customers", Operation = RequestOperation.Update, Fault = Fault.Status(429), Times = 2 });

    /// <summary>Two companies that the engine makes in the ERP in one call; its answer is lost.</summary>
    public void Lost()
    {
        for (var i = 1; i <= 2; i++)
        {
            Crm("Account", $"c-lost{i}", $"N-lost{i}", ("Name", $"Verschollen {i} GmbH"), ("Type", "Customer - Direct"), ("TaxNumber__c", $"DE99900033{i}"), ("Phone", $"+49 40 77700{i + 4}"),
                ("BillingStreet", $"Deichstraße {i}"), ("BillingCity", "Hamburg"), ("BillingPostalCode", "20459"), ("BillingCountry", "Germany"));
        }
    }

    /// <summary>New records on both sides; a contact whose account cannot be carried yet.</summary>
    public void Noon()
    {
        var account = Crm("Account", "c-new", "N-new", ("Name", "Neue Kundin GmbH"), ("Type", "Customer - Direct"), ("TaxNumber__c", "DE999000111"), ("Phone", "+49 40 777001"),
            ("Website", "https://www.neue-kundin.example"), ("BillingStreet", "Elbchaussee 1"), ("BillingCity", "Hamburg"), ("BillingPostalCode", "22765"), ("BillingCountry", "Germany"));
        Crm("Contact", "k-new", "NK-new", ("AccountId", account), ("FirstName", "Nina"), ("LastName", "Neu"), ("Email", "nina.neu@people.example"));
        Erp("customers", "e-new", "N-erp-new", ("displayName", "Frischer Kunde AG"), ("type", "Company"), ("taxRegistrationNumber", "DE999000222"), ("phoneNumber", "+49 40 777002"),
            ("addressLine1", "Alsterufer 2"), ("city", "Hamburg"), ("country", "DE"), ("postalCode", "20354"));
        Crm("Contact", "k-waits", "NK-waits", ("AccountId", Id("c-street")), ("FirstName", "Wanda"), ("LastName", "Wartet"), ("Email", "wanda.wartet@people.example"));
    }

    /// <summary>Deals are won: some with a script of their own, and every tenth of the open ones.</summary>
    public void Afternoon(DataSet data)
    {
        for (var i = 1; i <= 5; i++)
        {
            var deal = Crm("Opportunity", $"o-order{i}", $"D-order{i}", ("Name", $"Order {i}"), ("AccountId", Id($"c-order{i}")), ("StageName", "Negotiation/Review"),
                ("CloseDate", "2026-11-30"), ("Pricebook2Id", systems.Crm.StandardPricebookId));
            for (var line = 0; line < i % 3 + 1; line++)
            {
                var (entry, price) = systems.PriceEntries[(i * 7) + line];
                _crm.Create("OpportunityLineItem", ("OpportunityId", deal), ("PricebookEntryId", entry), ("Quantity", i + line), ("UnitPrice", price + 0.01m));
            }

            Win(deal, $"D-order{i}");
        }

        // Nothing to order: the workflow holds it.
        Crm("Opportunity", "o-empty", "D-empty", ("Name", "Handshake"), ("AccountId", Id("c-order5")), ("StageName", "Closed Won"), ("CloseDate", "2026-11-30"));
        var open = data.Rows("crm/opportunities.csv").Where(r => !r["StageName"].StartsWith("Closed", StringComparison.Ordinal) && systems.Truth.IdOrNull(r.Key) is not null);
        foreach (var row in open.Where((_, i) => i % 10 == 0))
        {
            Win(Id(row.Key), row.Identity);
        }
    }

    /// <summary>The ERP ships and invoices what was ordered, and money comes in: a part of one invoice, all of another.</summary>
    public void Evening()
    {
        foreach (var i in (int[])[1, 2])
        {
            var order = systems.FindErp("salesOrders", "customerId", Id($"e-order{i}"));
            systems.Truth.Add("erp", "salesOrders", order, $"D-order{i}", $"s-order{i}");
            _erp.Act("postOrder", ("orderId", order));
            var invoice = systems.FindErp("salesInvoices", "customerId", Id($"e-order{i}"));
            systems.Truth.Add("erp", "salesInvoices", invoice, $"NI-order{i}", $"v-order{i}");
            Pay(invoice, i == 1 ? 1.23m : null);
        }

        _crm.Delete("Account", Id("c-deleted-crm"));
        _erp.Delete("customers", Id("e-deleted-erp"));
        // Deleted in the CRM at the very moment in which an edit of the ERP is on its way there.
        _erp.Update("customers", Id("e-delete-conflict"), ("displayName", "Still Alive GmbH"));
        systems.Crm.State.Faults.Add(new FaultRule
        {
            Client = "sdk",
            Method = "PATCH",
            Path = "*/composite/sobjects",
            Where = _ => systems.Crm.People.Find("Account", Id("c-delete-conflict")) is not null,
            Fault = Fault.Call(FaultPoint.BeforeExecute, (request, _) =>
            {
                if (System.Text.Encoding.UTF8.GetString(request.Body.Span).Contains(Id("c-delete-conflict"), StringComparison.Ordinal))
                {
                    _crm.Delete("Account", Id("c-delete-conflict"));
                }

                return Task.CompletedTask;
            }),
            Times = int.MaxValue,
        });
    }

    /// <summary>The CRM's copies of the day's invoices get their names, for the expectations about them.</summary>
    public void NameInvoices()
    {
        foreach (var i in (int[])[1, 2])
        {
            var number = _erp.Find("salesInvoices", Id($"v-order{i}"))!.Value.GetProperty("number").GetString()!;
            systems.Truth.Add("crm", "Invoice__c", systems.FindCrm("Invoice__c", "Name", number), $"NI-order{i}", $"ci-order{i}");
        }
    }

    // As people do it: a line of the payment journal that is applied to the invoice, a part of it or all, then the journal is posted.
    private void Pay(string invoice, decimal? part)
    {
        var open = _erp.Find("salesInvoices", invoice)!.Value;
        var journal = systems.FindErp("customerPaymentJournals", "code", "GENERAL");
        _erp.Create(
            "customerPayments", ("journalId", journal), ("customerId", open.GetProperty("customerId").GetString()), ("appliesToInvoiceId", invoice),
            ("amount", -(part ?? open.GetProperty("remainingAmount").GetDecimal())));
        _erp.Act("postJournal", ("journalId", journal));
    }

    private string Stocked(int index) => systems.StockedItems[index];

    private string Id(string key) => systems.Truth.Id(key);

    private string Crm(string objectName, string key, string identity, params (string Name, object? Value)[] values) => Add("crm", objectName, key, identity, _crm.Create(objectName, values));

    private void Erp(string set, string key, string identity, params (string Name, object? Value)[] values) => Add("erp", set, key, identity, _erp.Create(set, values));

    private string Add(string system, string objectName, string key, string identity, string id)
    {
        systems.Truth.Add(system, objectName, id, identity, key);
        return id;
    }

    private void Win(string deal, string identity)
    {
        _crm.Update("Opportunity", deal, ("StageName", "Closed Won"));
        Won.Add(identity);
    }
}
