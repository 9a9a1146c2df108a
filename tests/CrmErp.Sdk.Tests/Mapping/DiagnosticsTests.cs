using CrmErp.Sdk.Connectors;
using CrmErp.Sdk.Diagnostics;
using CrmErp.Sdk.Mapping;
using Microsoft.Extensions.DependencyInjection;

namespace CrmErp.Sdk.Tests.Mapping;

/// <summary>One deliberate mistake each; the code and the words that help.</summary>
public class DiagnosticsTests
{
    [Fact]
    public void A_definition_without_mistakes_has_none() =>
        Definitions.Build(sync => sync.Sync<Account>(a => a.Between("crm", "erp"))).Flows.Should().ContainSingle();

    [Fact]
    public void Unknown_connection_names_the_nearest() =>
        Problem(MappingCodes.UnknownConnection, sync => sync.Sync<Account>(a => a.Between("crn", "erp")))
            .Message.Should().Contain("'crn'").And.Contain("Did you mean 'crm'?");

    [Fact]
    public void Unknown_connection_in_every_place_is_told_at_once()
    {
        var problems = Definitions.ProblemsOf(sync => sync.Sync<Account>(a => a
            .Between("crm", "erp")
            .On("shop", m => m.Object("Customer"))
            .Gate("gate", _ => true)
            .Route("route", _ => null)
            .Field(x => x.Name, f => f.OwnedBy("owner"))
            .Field(x => x.Phone, f => f.OnConflict(Resolve.Prefer("prefer")))));

        problems.Where(p => p.Code == MappingCodes.UnknownConnection).Select(p => p.Connection).Should().BeEquivalentTo("shop", "gate", "route", "owner", "prefer");
    }

    [Fact]
    public void Known_connection_that_is_no_member_is_told() =>
        Problem(MappingCodes.UnknownConnection, sync => sync
                .AddConnection("shop", ExampleSystems.Crm)
                .Sync<Account>(a => a.Between("crm", "erp").Field(x => x.Name, f => f.OwnedBy("shop"))))
            .Message.Should().Contain("not a member");

    [Fact]
    public void Owner_function_that_answers_an_unknown_name_is_told() =>
        Problem(MappingCodes.UnknownConnection, sync => sync.Sync<Account>(a => a.Between("crm", "erp").Field(x => x.BillingAddress, f => f.OwnedBy(g => g.FirstOrderOn is null ? "cmr" : "erp"))))
            .Message.Should().Contain("'cmr'");

    [Fact]
    public void Connection_added_twice_is_told() =>
        Problem(MappingCodes.ConnectionTwice, sync => sync.AddConnection("crm", ExampleSystems.Erp).Sync<Account>(a => a.Between("crm", "erp")));

    [Fact]
    public void Lambda_that_is_no_plain_read_is_told() =>
#pragma warning disable CES0120 // The mistake is the point.
        Problem(MappingCodes.FieldSelection, sync => sync.Sync<Account>(a => a.Between("crm", "erp").On("crm", m => m.Field(x => x.Name!.Length, "Name"))));
#pragma warning restore CES0120

    [Fact]
    public void Owned_value_as_a_whole_is_no_line() =>
        Problem(MappingCodes.FieldSelection, sync => sync.Sync<Account>(a => a.Between("crm", "erp").On("crm", m => m.Field(x => x.BillingAddress, "Street"))))
            .Message.Should().Contain("x => x.BillingAddress.Name");

    [Fact]
    public void Entity_without_map_on_a_member_is_told() =>
        Problem(MappingCodes.NoMap, sync => sync.Sync<Contact>(c => c.Between("crm", "erp"))).Message.Should().Contain("On(\"crm\"");

    [Fact]
    public void Map_without_object_is_told() =>
        Problem(MappingCodes.NoMap, sync => sync.Sync<Contact>(c => c
            .Between("crm", "erp")
            .On("crm", m => m.Field(x => x.LastName, "LastName"))
            .On("erp", m => m.Object("contacts").Field(x => x.LastName, "name"))));

    [Fact]
    public void Flow_with_one_member_is_told() =>
        Problem(MappingCodes.FlowMembers, sync => sync.Sync<Account>(a => a.Between("crm"))).Message.Should().Contain("one member, 'crm'");

    [Fact]
    public void Flow_with_one_member_that_says_so_is_fine() =>
        Definitions.Build(sync => sync.Sync<Account>(a => a.From("crm"))).Flows.Should().ContainSingle();

    [Fact]
    public void Definition_without_flow_is_told() => Problem(MappingCodes.NoFlow, _ => { });

    [Fact]
    public void Two_owners_are_told() =>
        Problem(MappingCodes.TwoOwners, sync => sync.Sync<Account>(a => a.Between("crm", "erp").Field(x => x.Name, f => f.OwnedBy("crm")).Field(x => x.Name, f => f.OwnedBy("erp"))))
            .Message.Should().Contain("Account.Name").And.Contain("'crm' and 'erp'");

    [Fact]
    public void The_same_owner_twice_is_fine() =>
        Definitions.ProblemsOf(sync => sync.Sync<Account>(a => a.Between("crm", "erp").Field(x => x.Name, f => f.OwnedBy("crm")).Field(x => x.Name, f => f.OwnedBy("crm"))))
            .Should().BeEmpty();

    [Fact]
    public void Field_that_two_members_cannot_write_is_told() =>
        Problem(MappingCodes.UnwritableTwice, sync => sync.Sync<Account>(a => a
            .Between("crm", "erp")
            .On("crm", m => m.Field(x => x.Phone, "Phone", f => f.ReadOnly()))
            .On("erp", m => m.Field(x => x.Phone, "phoneNumber", f => f.ReadOnly()))));

    [Fact]
    public void Owner_that_does_not_read_is_told() =>
        Problem(MappingCodes.OwnerCannotBeRead, sync => sync.Sync<Account>(a => a
            .Between("crm", "erp")
            .Field(x => x.Phone, f => f.OwnedBy("erp"))
            .On("erp", m => m.Field(x => x.Phone, "phoneNumber", f => f.WriteOnly().OnTooLong(TooLong.Truncate)))));

    [Fact]
    public void Owner_against_a_member_that_cannot_write_is_told() =>
        Problem(MappingCodes.OwnerAgainstDirection, sync => sync.Sync<Account>(a => a
            .Between("crm", "erp")
            .Field(x => x.Phone, f => f.OwnedBy("crm"))
            .On("erp", m => m.Field(x => x.Phone, "phoneNumber", f => f.ReadOnly()))));

    [Fact]
    public void Duplicate_line_is_told() =>
        Problem(MappingCodes.DuplicateRule, sync => sync.Sync<Account>(a => a.Between("crm", "erp").On("crm", m => m.Field(x => x.Fax, "Fax").Field(x => x.Fax, "Fax2"))));

    [Fact]
    public void The_same_line_twice_is_one_line() =>
        Definitions.Build(sync => sync.Sync<Account>(a => a.Between("crm", "erp").On("crm", m => m.Field(x => x.Fax, "Fax").Field(x => x.Fax, "Fax")))).Flows.Should().ContainSingle();

    [Fact]
    public void Standard_line_replaced_in_part_is_told() =>
        Problem(MappingCodes.RuleTornApart, sync => sync.Sync<Account>(a => a.Between("crm", "erp").On("crm", m => m.Field(x => x.BillingAddress.Line1, "Street1__c"))))
            .Message.Should().Contain("BillingAddress.Line2, BillingAddress.Line3");

    [Fact]
    public void External_field_written_twice_is_told() =>
        Problem(MappingCodes.PathWrittenTwice, sync => sync.Sync<Account>(a => a.Between("crm", "erp").On("crm", m => m.Field(x => x.Fax, "Phone"))));

    [Fact]
    public void Filter_on_an_unknown_field_names_the_nearest() =>
        Problem(MappingCodes.FilterField, sync => sync.Sync<Account>(a => a.Between("crm", "erp").On("crm", m => m.Where(w => w.Field("Typ").In("Customer")))))
            .Message.Should().Contain("Did you mean 'Type'?");

    [Fact]
    public void Required_field_that_nobody_writes_is_told() =>
        Problem(MappingCodes.RequiredUnmapped, sync => sync.Sync<Account>(a => a.Between("crm", "erp").On("crm", m => m.Unmap(x => x.Name)))).Field.Should().Be("Name");

    [Fact]
    public void Required_field_with_a_default_or_ignored_is_fine()
    {
        Definitions.ProblemsOf(sync => sync.Sync<Account>(a => a.Between("crm", "erp").On("crm", m => m.Unmap(x => x.Name).OnCreate("Name", "unnamed"))))
            .Should().NotContain(p => p.Code == MappingCodes.RequiredUnmapped);
        Definitions.ProblemsOf(sync => sync.Sync<Account>(a => a.Between("crm", "erp").On("crm", m => m.Unmap(x => x.Name).Ignore("Name"))))
            .Should().NotContain(p => p.Code == MappingCodes.RequiredUnmapped);
    }

    [Fact]
    public void Text_that_may_be_too_long_is_told() =>
        Problem(MappingCodes.TooShort, sync => sync.Sync<Account>(a => a.Between("crm", "erp").On("erp", m => m.Field(x => x.Name, "displayName"))))
            .Message.Should().Contain("255").And.Contain("100");

    [Fact]
    public void Declared_length_beyond_the_schema_is_told() =>
        Problem(MappingCodes.TooShort, sync => sync.Sync<Account>(a => a.Between("crm", "erp").On("erp", m => m.Field(x => x.Name, "displayName", f => f.MaxLength(120).OnTooLong(TooLong.Truncate)))));

    [Fact]
    public void Date_and_instant_do_not_fit_silently() =>
        Problem(MappingCodes.KindMismatch, sync => sync.Sync<Account>(a => a.Between("crm", "erp").On("crm", m => m.Field(x => x.CustomerSince, "CreatedDate", f => f.ReadOnly()))))
            .Message.Should().Contain("DateAtMidnight");

    [Fact]
    public void Kinds_that_do_not_fit_are_told() =>
        Problem(MappingCodes.KindMismatch, sync => sync.Sync<Account>(a => a.Between("crm", "erp").On("crm", m => m.Field(x => x.Description, "NumberOfEmployees").Unmap(x => x.Employees))));

    [Fact]
    public void Read_only_field_that_is_written_is_told() =>
        Problem(MappingCodes.ReadOnlyWritten, sync => sync.Sync<Account>(a => a.Between("crm", "erp").On("erp", m => m.Money(x => x.BalanceDue, "balanceDue", "currencyCode"))));

    [Fact]
    public void Values_without_counterpart_are_told_in_both_directions()
    {
        var problems = Definitions.ProblemsOf(sync => sync.Sync<Account>(a => a.Between("crm", "erp").On("crm", m => m.Field(x => x.Kind, "Type", f => f.Values(("Organisation", "Customer"), ("Company", "Firm"))))));
        var texts = problems.Where(p => p.Code == MappingCodes.ValuesWithoutCounterpart).Select(p => p.Message);
        texts.Should().Contain(t => t.Contains("'Person'")).And.Contain(t => t.Contains("'Partner', 'Prospect'")).And.Contain(t => t.Contains("'Company'")).And.Contain(t => t.Contains("'Firm'"));
    }

    [Fact]
    public void Lossy_line_is_a_warning() =>
        Problem(MappingCodes.LossyRoundTrip, sync => sync.Sync<Account>(a => a.Between("crm", "erp").On("erp", m => m.Field(x => x.Number, "number", f => f.OnTooLong(TooLong.Park)))))
            .Should().Match<DefinitionProblem>(p => p.Severity == ErrorSeverity.Warning && p.Message.Contains("the case of letters"));

    [Fact]
    public void Lossy_standard_line_is_no_news() =>
        Definitions.ProblemsOf(sync => sync.Sync<Account>(a => a.Between("crm", "erp"))).Should().BeEmpty();

    [Fact]
    public void Match_on_an_unread_field_is_told() =>
        Problem(MappingCodes.MatchUnmapped, sync => sync.Sync<Account>(a => a.Between("crm", "erp").Match(x => x.Website))).Field.Should().Be("Website");

    [Fact]
    public void Unknown_role_of_the_preset_is_told() =>
        Problem(MappingCodes.QuoteToCashRole, sync => sync.QuoteToCash(crm: "salesforce", erp: "erp")).Message.Should().Contain("'salesforce'");

    [Fact]
    public void One_connection_for_both_roles_is_told() => Problem(MappingCodes.QuoteToCashRole, sync => sync.QuoteToCash(crm: "erp", erp: "erp"));

    [Fact]
    public void External_field_that_looks_misspelt_is_a_warning() =>
        Problem(MappingCodes.UnknownField, sync => sync.Sync<Account>(a => a.Between("crm", "erp").On("crm", m => m.Field(x => x.Phone, "Phne"))))
            .Should().Match<DefinitionProblem>(p => p.Severity == ErrorSeverity.Warning && p.Message.Contains("Did you mean 'Phone'?"));

    [Fact]
    public void Unknown_object_is_told()
    {
        var closed = new ConnectorRegistration
        {
            Descriptor = new ConnectorDescriptor { System = "closed", DisplayName = "Closed", Capabilities = ConnectorCapabilities.Read, Objects = [new ObjectDescriptor { Name = "customers" }] },
            Schema = [],
            Create = ExampleSystems.Crm.Create,
        };
        Problem(MappingCodes.UnknownObject, sync => sync.AddConnection("closed", closed).Sync<Account>(a => a.Between("crm", "closed").On("closed", m => m.Object("customer").Field(x => x.Name, "name"))))
            .Message.Should().Contain("Did you mean 'customers'?");
    }

    [Fact]
    public void Amount_without_currency_is_told() =>
        Problem(MappingCodes.NoCurrency, sync => sync.Sync<Account>(a => a.Between("crm", "erp").On("crm", m => m.Money(x => x.AnnualRevenue, "AnnualRevenue"))));

    [Fact]
    public void Currency_that_is_none_is_told() =>
        Problem(MappingCodes.NoCurrency, sync => sync.Sync<Account>(a => a.Between("crm", "erp").On("crm", m => m.Currency("euro"))));

    [Fact]
    public void Line_over_two_groups_is_told() =>
        Problem(MappingCodes.GroupTorn, sync => sync.Sync<Account>(a => a.Between("crm", "erp").On("crm", m => m.JoinLines("Text__c", x => x.Description, x => x.Industry))));

    [Fact]
    public void Policy_on_a_part_of_an_address_is_told() =>
        Problem(MappingCodes.PartOfGroup, sync => sync.Sync<Account>(a => a.Between("crm", "erp").Field(x => x.BillingAddress.City, f => f.OwnedBy("crm"))))
            .Message.Should().Contain("x => x.BillingAddress.");

    [Fact]
    public void Object_that_cannot_be_created_is_a_warning()
    {
        var readOnly = ExampleSystems.Registration("view", null, null, new ObjectMetadata { Name = "view", CanCreate = false, Fields = [ExampleSystems.Text("name", 255)] });
        Problem(MappingCodes.ObjectNotWritable, sync => sync.AddConnection("view", readOnly).Sync<Account>(a => a.Between("crm", "view").On("view", m => m.Object("view").Field(x => x.Name, "name"))));
    }

    [Fact]
    public void Reference_without_flow_is_a_warning() =>
        Problem(MappingCodes.ReferenceWithoutFlow, sync => sync.Sync<SalesOrder>(o => o.Between("crm", "erp").On("erp", m => m.Object("salesOrders").Field(x => x.Number, "number").Reference(x => x.Account, "customerId", f => f.To("customers").As(FieldKind.Guid)))));

    [Fact]
    public void Reference_without_object_is_told() =>
        Problem(MappingCodes.InvalidRule, sync => sync.Sync<Account>(a => a.Between("crm", "erp").On("erp", m => m.Reference(x => x.ParentAccount, "parentId"))));

    [Fact]
    public void Converter_beside_a_value_map_is_told() =>
        Problem(MappingCodes.InvalidRule, sync => sync.Sync<Account>(a => a.Between("crm", "erp").On("crm", m => m.Field(x => x.Active, "Active__c", f => f.Convert(Converters.Not).Values((true, true))))));

    [Fact]
    public void Two_standard_maps_that_claim_a_field_are_a_warning() =>
        Problem(MappingCodes.ContradictingClaims, sync => sync.AddConnection("crm2", ExampleSystems.Crm).Sync<Account>(a => a.Between("crm", "crm2"))).Message.Should().Contain("Account.Phone");

    [Fact]
    public void Settings_that_are_wrong_are_told()
    {
        var registration = new ConnectorRegistration { Descriptor = ExampleSystems.Crm.Descriptor, Schema = ExampleSystems.Crm.Schema, StandardMaps = ExampleSystems.CrmMaps, Create = ExampleSystems.Crm.Create, ValidateSettings = (_, _) => ["LoginUrl is missing.", "ClientId is missing."] };
        Definitions.ProblemsOf(sync => sync.AddConnection("crm", registration).AddConnection("erp", ExampleSystems.Erp).Sync<Account>(a => a.Between("crm", "erp")), withConnections: false)
            .Where(p => p.Code == MappingCodes.InvalidSettings).Should().HaveCount(2);
    }

    [Fact]
    public void Deletion_that_cannot_deactivate_is_a_warning() =>
        Problem(MappingCodes.DeactivateUnmapped, sync => sync.Sync<Account>(a => a.Between("crm", "erp").On("erp", m => m.Unmap(x => x.Active)))).Connection.Should().Be("erp");

    [Fact]
    public void Extra_field_with_a_taken_name_is_told() =>
        Problem(MappingCodes.ExtraFieldClash, sync => sync.Field(new Field<Account, long?>("Phone")).Sync<Account>(a => a.Between("crm", "erp")));

    [Fact]
    public void Declaration_that_throws_is_told_with_the_others()
    {
        var problems = Definitions.ProblemsOf(sync => sync
            .Sync<Account>(_ => throw new InvalidOperationException("settings are missing"))
            .Sync<Contact>(c => c.Between("crm", "erp")));
        problems.Should().Contain(p => p.Code == MappingCodes.DeclarationFailed && p.Message.Contains("settings are missing"))
            .And.Contain(p => p.Code == MappingCodes.NoMap);
    }

    [Fact]
    public void All_problems_come_in_one_exception()
    {
        var act = () => Definitions.Build(sync => sync.Sync<Account>(a => a
            .Between("crm", "erb")
            .Field(x => x.Name, f => f.OwnedBy("crm"))
            .Field(x => x.Name, f => f.OwnedBy("erp"))
            .On("crm", m => m.Unmap(x => x.Name))));
        var message = act.Should().Throw<SyncDefinitionException>().Which.Message;
        message.Should().Contain(MappingCodes.UnknownConnection).And.Contain(MappingCodes.RequiredUnmapped).And.Contain(MappingCodes.TwoOwners);
    }

    [Fact]
    public void Warnings_stop_the_start_when_asked_to() =>
        ((Action)(() => Definitions.Build(sync => sync.TreatWarningsAsErrors().Sync<Account>(a => a.Between("crm", "erp").On("erp", m => m.Unmap(x => x.Active)))))).Should().Throw<SyncDefinitionException>();

    [Fact]
    public void Every_code_has_an_entry_and_no_two_share_one()
    {
        MappingErrors.All.Select(e => e.Code).Should().OnlyHaveUniqueItems();
        string[] codes = [.. typeof(MappingCodes).GetFields().Select(f => (string)f.GetValue(null)!)];
        MappingErrors.All.Select(e => e.Code).Should().BeEquivalentTo(codes);
    }

    private static DefinitionProblem Problem(string code, Action<ICrmErpSyncBuilder> define)
    {
        var problems = Definitions.ProblemsOf(define);
        problems.Select(p => p.Code).Should().Contain(code);
        return problems.First(p => p.Code == code);
    }
}
