using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;
using CrmErp.Sdk.Simulators.Hosting;

namespace CrmErp.Sdk.Simulators.BusinessCentral.Api;

/// <summary><c>$metadata</c> (EDMX) and <c>entityDefinitions</c>.</summary>
internal static class BcMetadata
{
    private const string Edmx = "http://docs.oasis-open.org/odata/ns/edmx";
    private const string Edm = "http://docs.oasis-open.org/odata/ns/edm";
    private const string Namespace = "Microsoft.NAV";

    public static SimulatorReply Document(BcModel model)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("edmx", "Edmx", Edmx);
            xml.WriteAttributeString("Version", "4.0");
            xml.WriteStartElement("edmx", "DataServices", Edmx);
            xml.WriteStartElement("", "Schema", Edm);
            xml.WriteAttributeString("Namespace", Namespace);
            WriteCompany(xml, model);
            foreach (var entity in model.Entities)
            {
                WriteEntity(xml, model, entity);
            }

            foreach (var type in model.Enums)
            {
                WriteEnum(xml, type);
            }

            WriteActions(xml, model);
            WriteContainer(xml, model);
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return SimulatorReply.Text(200, "<?xml version=\"1.0\" encoding=\"utf-8\"?>" + text, "application/xml").With("OData-Version", "4.0");
    }

    public static SimulatorReply Definitions(BcModel model) => BcReplies.Object(200, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("value");
        foreach (var entity in model.Entities)
        {
            writer.WriteStartObject();
            writer.WriteString("entityName", entity.Type);
            writer.WriteString("entitySetName", entity.Set);
            WriteCaptions(writer, "entityCaptions", entity.TableCaption);
            WriteCaptions(writer, "entitySetCaptions", entity.TableCaption);
            writer.WriteStartArray("properties");
            foreach (var field in entity.Schema.Fields.Cast<BcField>())
            {
                writer.WriteStartObject();
                writer.WriteString("name", field.Name);
                WriteCaptions(writer, "captions", field.Caption ?? field.Name);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void WriteCaptions(Utf8JsonWriter writer, string name, string caption)
    {
        writer.WriteStartArray(name);
        writer.WriteStartObject();
        writer.WriteNumber("languageCode", 1033);
        writer.WriteString("caption", caption);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteCompany(XmlWriter xml, BcModel model)
    {
        xml.WriteStartElement("EntityType", Edm);
        xml.WriteAttributeString("Name", "company");
        WriteKey(xml);
        foreach (var name in (ReadOnlySpan<string>)["id", "systemVersion", "name", "displayName", "businessProfileId"])
        {
            xml.WriteStartElement("Property", Edm);
            xml.WriteAttributeString("Name", name);
            xml.WriteAttributeString("Type", name == "id" ? "Edm.Guid" : "Edm.String");
            xml.WriteEndElement();
        }

        foreach (var entity in model.Entities)
        {
            WriteNavigation(xml, entity.Set, $"Collection({Namespace}.{entity.Type})");
        }

        xml.WriteEndElement();
    }

    private static void WriteEntity(XmlWriter xml, BcModel model, BcEntity entity)
    {
        xml.WriteStartElement("EntityType", Edm);
        xml.WriteAttributeString("Name", entity.Type);
        WriteKey(xml);
        foreach (var field in entity.Schema.Fields.Cast<BcField>())
        {
            xml.WriteStartElement("Property", Edm);
            xml.WriteAttributeString("Name", field.Name);
            xml.WriteAttributeString("Type", TypeName(field));
            if (field.Name == "id")
            {
                xml.WriteAttributeString("Nullable", "false");
            }

            if (field.MaxLength > 0)
            {
                xml.WriteAttributeString("MaxLength", field.MaxLength.ToString(CultureInfo.InvariantCulture));
            }

            if (field.Type == BcFieldType.Decimal)
            {
                xml.WriteAttributeString("Scale", "Variable");
            }

            xml.WriteEndElement();
        }

        foreach (var navigation in entity.Navigations)
        {
            var type = Namespace + "." + model[navigation.Set].Type;
            WriteNavigation(xml, navigation.Name, navigation.Many ? $"Collection({type})" : type);
        }

        xml.WriteEndElement();
    }

    private static void WriteKey(XmlWriter xml)
    {
        xml.WriteStartElement("Key", Edm);
        xml.WriteStartElement("PropertyRef", Edm);
        xml.WriteAttributeString("Name", "id");
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteNavigation(XmlWriter xml, string name, string type)
    {
        xml.WriteStartElement("NavigationProperty", Edm);
        xml.WriteAttributeString("Name", name);
        xml.WriteAttributeString("Type", type);
        xml.WriteAttributeString("ContainsTarget", "true");
        xml.WriteEndElement();
    }

    private static void WriteEnum(XmlWriter xml, BcEnum type)
    {
        xml.WriteStartElement("EnumType", Edm);
        xml.WriteAttributeString("Name", type.Name);
        for (var i = 0; i < type.Members.Count; i++)
        {
            xml.WriteStartElement("Member", Edm);
            xml.WriteAttributeString("Name", type.Members[i]);
            xml.WriteAttributeString("Value", i.ToString(CultureInfo.InvariantCulture));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteActions(XmlWriter xml, BcModel model)
    {
        foreach (var entity in model.Entities)
        {
            foreach (var action in entity.Actions)
            {
                WriteAction(xml, entity.Type, action);
            }
        }

        WriteAction(xml, "journal", "post");
    }

    private static void WriteAction(XmlWriter xml, string type, string action)
    {
        xml.WriteStartElement("Action", Edm);
        xml.WriteAttributeString("Name", action);
        xml.WriteAttributeString("IsBound", "true");
        xml.WriteStartElement("Parameter", Edm);
        xml.WriteAttributeString("Name", "bindingParameter");
        xml.WriteAttributeString("Type", $"{Namespace}.{type}");
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteContainer(XmlWriter xml, BcModel model)
    {
        // Journals are reached by id only, to post a payment journal.
        xml.WriteStartElement("EntityType", Edm);
        xml.WriteAttributeString("Name", "journal");
        WriteKey(xml);
        xml.WriteStartElement("Property", Edm);
        xml.WriteAttributeString("Name", "id");
        xml.WriteAttributeString("Type", "Edm.Guid");
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteStartElement("EntityContainer", Edm);
        xml.WriteAttributeString("Name", "NAV");
        WriteSet(xml, "companies", "company");
        WriteSet(xml, "journals", "journal");
        foreach (var entity in model.Entities)
        {
            WriteSet(xml, entity.Set, entity.Type);
        }

        xml.WriteEndElement();
    }

    private static void WriteSet(XmlWriter xml, string set, string type)
    {
        xml.WriteStartElement("EntitySet", Edm);
        xml.WriteAttributeString("Name", set);
        xml.WriteAttributeString("EntityType", $"{Namespace}.{type}");
        xml.WriteEndElement();
    }

    private static string TypeName(BcField field) => field.Type switch
    {
        BcFieldType.Text or BcFieldType.Code => "Edm.String",
        BcFieldType.Enum => $"{Namespace}.{field.Enum!.Name}",
        BcFieldType.Decimal => "Edm.Decimal",
        BcFieldType.Integer => "Edm.Int32",
        BcFieldType.Boolean => "Edm.Boolean",
        BcFieldType.Date => "Edm.Date",
        BcFieldType.Instant => "Edm.DateTimeOffset",
        _ => "Edm.Guid",
    };
}
