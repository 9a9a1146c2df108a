namespace CrmErp.Samples.QuoteToCash.Generating;

/// <summary>The awkward cases, made by hand. The name of each case is what expected.csv and the script refer to.</summary>
internal static class HandMade
{
    /// <summary>How many identities are reserved for them.</summary>
    public const int Count = 60;

    private static readonly Country Germany = Country.All[0];

    public static void Companies(World world)
    {
        var index = 0;
        Company Next() => world.Company(index++, Germany);

        // Spellings and characters that must survive.
        foreach (var (name, @case) in new[]
        {
            ("Müller & Söhne GmbH", "umlaut"), ("O'Brien \"Best\" Trading Ltd", "quotes"), ("東京精密工業株式会社", "cjk"), ("Happy Bakery 🥐 SARL", "emoji"),
            ("Ångström Ålesund AS", "ring"), ("Șerban și Fiii S.R.L.", "comma-below"), ("Weiß/Straße KG", "sharp-s"), ("100% Organic; Fair, Ltd", "separators"),
        })
        {
            var company = Next();
            world.AddCrm($"c-{@case}", name, company, @case);
            world.AddErp($"e-{@case}", name, company, @case);
        }

        // Trailing blanks on the ERP side, three street lines on the CRM side.
        var blanks = Next();
        world.AddCrm("c-blanks", blanks.Name, blanks, "blanks");
        world.AddErp("e-blanks", blanks.Name + "  ", blanks, "blanks");
        var lines = Next();
        world.AddCrm("c-lines", lines.Name, lines, "lines");
        world.Crm("c-lines").With("BillingStreet", "Tor 3\nHalle B\nIndustriestraße 17");
        world.AddErp("e-lines", lines.Name, lines, "lines");

        // A name longer than the ERP's field, with a pair and without.
        var longName = Next();
        world.AddCrm("c-long", new string('L', 60) + " " + new string('N', 60) + " GmbH", longName, "long");
        world.AddErp("e-long", longName.Name, longName, "long");
        world.AddCrm("c-long-new", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft für angewandte Vermögensverwaltung mbH", Next() with { Number = "" }, "long-new");

        // Two records of one company inside one side: with a counterpart, and without.
        var twin = Next();
        world.AddCrm("c-twin1", twin.Name, twin, "twin");
        world.AddCrm("c-twin2", twin.Name.ToUpperInvariant(), twin with { Number = "", Phone = "" }, "twin");
        world.AddErp("e-twin", twin.Name, twin, "twin");
        var erpTwin = Next();
        world.AddErp("e-erptwin1", erpTwin.Name, erpTwin, "erp-twin");
        world.AddErp("e-erptwin2", erpTwin.Name, erpTwin with { Number = erpTwin.Number + "X" }, "erp-twin");

        // No strong key, but name and postal code are those of somebody on the other side: a person decides.
        foreach (var @case in new[] { "suggest-same1", "suggest-same2", "suggest-other", "suggest-open" })
        {
            var company = Next();
            world.AddCrm($"c-{@case}", company.Name, company with { Number = "", TaxId = "" }, @case);
            if (@case == "suggest-other")
            {
                company = company with { Identity = company.Identity + "E", Number = company.Number + "E" };
            }

            world.AddErp($"e-{@case}", company.Name, company with { TaxId = "" }, @case);
        }

        // What one side must refuse.
        var terms = Next();
        world.AddCrm("c-terms", terms.Name, terms with { Number = "" }, "unmapped-terms");
        world.Crm("c-terms").With("PaymentTerms__c", "NET 45");
        var street = Next();
        world.AddCrm("c-street", street.Name, street with { Number = "" }, "long-street");
        world.Crm("c-street").With("BillingStreet", string.Concat(Enumerable.Repeat("Lange Straße hinter dem Bahnhof ", 5)).Trim());
        var country = Next();
        world.AddCrm("c-country", country.Name, country with { Number = "" }, "unknown-country");
        world.Crm("c-country").With("BillingCountry", "Atlantis");
        var phone = Next();
        world.AddCrm("c-phone", phone.Name, phone with { Number = "" }, "letters-in-phone");
        world.Crm("c-phone").With("Phone", "ask for Ms Winter");

        // Blocked and inactive customers, equal on both sides.
        foreach (var @case in new[] { "blocked", "inactive" })
        {
            var company = Next();
            world.AddCrm($"c-{@case}", company.Name, company, @case);
            world.Crm($"c-{@case}").With("Active__c", "false");
            world.AddErp($"e-{@case}", company.Name, company, @case);
            world.Erp($"e-{@case}").With("blocked", "All");
        }

        // Companies that the day's script works on.
        foreach (var @case in new[] { "both-edit", "same-field", "owned", "clear", "address", "deleted-crm", "deleted-erp", "delete-conflict", "overdue", "order1", "order2", "order3", "order4", "order5" })
        {
            var company = Next();
            world.AddCrm($"c-{@case}", company.Name, company, @case);
            world.AddErp($"e-{@case}", company.Name, company, @case);
        }

        if (index > Count)
        {
            throw new InvalidOperationException($"{index} hand-made companies; {Count} are reserved.");
        }
    }

    public static void Contacts(World world)
    {
        void Crm(string @case, string account, string first, string last, string email) => world.CrmContacts.Add(new Row("k-" + @case, "K-" + @case, @case)
            .With("Account", account).With("FirstName", first).With("LastName", last).With("Email", email).With("Phone", "").With("Title", "Buyer"));

        void Erp(string @case, string customer, string name, string email) => world.ErpContacts.Add(new Row("q-" + @case, "K-" + @case, @case)
            .With("Customer", customer).With("displayName", name).With("email", email));

        Crm("person-umlaut", "c-umlaut", "Jörg", "Müller", "joerg.mueller@people.example");
        Erp("person-umlaut", "e-umlaut", "Jörg Müller", "joerg.mueller@people.example");
        Crm("person-compound", "c-quotes", "Anna Maria", "O'Brien", "anna.obrien@people.example");
        Erp("person-compound", "e-quotes", "Anna Maria O'Brien", "anna.obrien@people.example");
        Crm("person-no-email", "c-cjk", "Hanako", "Yamada", "");
        Crm("person-no-account", "", "Solo", "Freelancer", "solo@people.example");
        Crm("person-only-last", "c-emoji", "", "Cher", "cher@people.example");

        // Two people of one company share a mailbox: neither may be taken for the other.
        Crm("person-shared1", "c-ring", "Ida", "Holm", "office@holm.example");
        Crm("person-shared2", "c-ring", "Ole", "Holm", "office@holm.example");
    }
}
