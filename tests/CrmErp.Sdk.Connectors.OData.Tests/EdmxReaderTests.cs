using System.Text;
using CrmErp.Sdk.Connectors.OData.Metadata;

namespace CrmErp.Sdk.Connectors.OData.Tests;

public class EdmxReaderTests
{
    private const string V4 = """
        <?xml version="1.0" encoding="utf-8"?>
        <edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
          <Schema Namespace="Microsoft.NAV" Alias="nav" xmlns="http://docs.oasis-open.org/odata/ns/edm">
            <EnumType Name="customerBlocked"><Member Name="_x0020_" Value="0"/><Member Name="Ship" Value="1"/></EnumType>
            <ComplexType Name="address"><Property Name="city" Type="Edm.String" MaxLength="30"/></ComplexType>
            <EntityType Name="base" Abstract="true"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Guid" Nullable="false"/></EntityType>
            <EntityType Name="salesOrder" BaseType="nav.base">
              <Property Name="number" Type="Edm.String" MaxLength="20"><Annotation Term="Org.OData.Core.V1.Computed" Bool="true"/></Property>
              <Property Name="customerId" Type="Edm.Guid"/>
              <Property Name="total" Type="Edm.Decimal" Scale="Variable"/>
              <Property Name="orderDate" Type="Edm.Date"/>
              <Property Name="changed" Type="Edm.DateTimeOffset"/>
              <Property Name="blocked" Type="nav.customerBlocked"/>
              <Property Name="shipTo" Type="nav.address"/>
              <Property Name="tags" Type="Collection(Edm.String)"/>
              <NavigationProperty Name="salesOrderLines" Type="Collection(nav.salesOrderLine)" Partner="salesOrder"/>
              <NavigationProperty Name="customer" Type="nav.customer"><ReferentialConstraint Property="customerId" ReferencedProperty="id"/></NavigationProperty>
            </EntityType>
            <EntityType Name="salesOrderLine" BaseType="nav.base"><Property Name="quantity" Type="Edm.Decimal"/></EntityType>
            <EntityType Name="customer" BaseType="nav.base"><Property Name="displayName" Type="Edm.String" MaxLength="100"/></EntityType>
            <Action Name="shipAndInvoice" IsBound="true"><Parameter Name="bound" Type="nav.salesOrder"/></Action>
            <EntityContainer Name="NAV"><EntitySet Name="salesOrders" EntityType="nav.salesOrder"><NavigationPropertyBinding Path="customer" Target="customers"/></EntitySet><EntitySet Name="customers" EntityType="nav.customer"/></EntityContainer>
            <Annotations Target="nav.salesOrder/total"><Annotation Term="Org.OData.Core.V1.Computed"/></Annotations>
          </Schema></edmx:DataServices></edmx:Edmx>
        """;

    private const string V2 = """
        <edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata" xmlns:sap="http://www.sap.com/Protocols/SAPData"><edmx:DataServices m:DataServiceVersion="2.0">
          <Schema Namespace="API" xmlns="http://schemas.microsoft.com/ado/2008/09/edm">
            <EntityType Name="OrderType"><Key><PropertyRef Name="Order"/></Key>
              <Property Name="Order" Type="Edm.String" Nullable="false" MaxLength="10" sap:updatable="false"/>
              <Property Name="OrderDate" Type="Edm.DateTime" Precision="0" sap:display-format="Date"/>
              <Property Name="Changed" Type="Edm.DateTimeOffset" sap:creatable="false" sap:updatable="false" sap:filterable="false"/>
              <NavigationProperty Name="to_Item" Relationship="API.assoc" FromRole="from" ToRole="to"/></EntityType>
            <EntityType Name="ItemType"><Key><PropertyRef Name="Order"/><PropertyRef Name="Item"/></Key><Property Name="Order" Type="Edm.String"/><Property Name="Item" Type="Edm.String"/></EntityType>
            <Association Name="assoc"><End Type="API.OrderType" Multiplicity="1" Role="from"/><End Type="API.ItemType" Multiplicity="*" Role="to"/></Association>
            <EntityContainer Name="C"><EntitySet Name="Orders" EntityType="API.OrderType" sap:deletable="false"/><EntitySet Name="Items" EntityType="API.ItemType"/></EntityContainer>
          </Schema></edmx:DataServices></edmx:Edmx>
        """;

    private static EdmModel Read(string xml) => EdmxReader.Read(Encoding.UTF8.GetBytes(xml));

    [Fact]
    public void A_V4_document_becomes_metadata()
    {
        var orders = Read(V4).Describe("salesOrders", new EdmMetadataOptions { Lines = ["salesOrderLines"], TextCoercion = Coercions.EmptyIsNull, DecodeMember = m => m == "_x0020_" ? " " : m })!;

        orders.Fields.Select(f => (f.Path, f.Kind)).Should().Equal(
            ("id", FieldKind.Guid), ("number", FieldKind.Text), ("customerId", FieldKind.Reference), ("total", FieldKind.Decimal), ("orderDate", FieldKind.Date),
            ("changed", FieldKind.Instant), ("blocked", FieldKind.Text), ("shipTo.city", FieldKind.Text), ("salesOrderLines", FieldKind.Lines));
        orders.Find("number").Should().BeEquivalentTo(new { MaxLength = 20, Createable = false, Updateable = false, Coercion = Coercions.EmptyIsNull }, o => o.ExcludingMissingMembers());
        orders.Find("customerId")!.ReferenceTo.Should().Be("customers");
        orders.Find("blocked")!.Values.Should().Equal(" ", "Ship");
        orders.Find("total")!.Createable.Should().BeFalse("the annotation stands outside the type");
        orders.Find("salesOrderLines")!.Lines!.Fields.Select(f => f.Path).Should().Equal("id", "quantity");
        Read(V4).Actions.Should().ContainSingle().Which.Should().Be(new EdmAction("Microsoft.NAV.shipAndInvoice", "Microsoft.NAV.salesOrder"));
    }

    [Fact]
    public void A_V2_document_becomes_metadata()
    {
        var model = Read(V2);
        var orders = model.Describe("Orders", new EdmMetadataOptions { Lines = ["to_Item"] })!;

        orders.Find("Order").Should().BeEquivalentTo(new { Kind = FieldKind.Text, MaxLength = 10, Updateable = false, Unique = true }, o => o.ExcludingMissingMembers());
        orders.Find("OrderDate")!.Kind.Should().Be(FieldKind.Date);
        orders.Find("Changed").Should().BeEquivalentTo(new { Kind = FieldKind.Instant, Createable = false, Updateable = false, Filterable = false }, o => o.ExcludingMissingMembers());
        orders.Find("to_Item")!.Lines!.Fields.Should().HaveCount(2);
        orders.CanDelete.Should().BeFalse();
        orders.CanCreate.Should().BeNull();
    }

    [Fact]
    public void A_set_that_is_not_there_has_no_metadata() => Read(V4).Describe("opportunities").Should().BeNull();

    [Theory]
    [InlineData("<html/>")]
    [InlineData("no xml")]
    [InlineData("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><edmx>&e;</edmx>")]
    public void What_is_no_metadata_is_refused(string xml) =>
        FluentActions.Invoking(() => Read(xml)).Should().Throw<InvalidDataException>();
}
