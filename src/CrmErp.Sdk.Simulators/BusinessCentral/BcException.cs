using CrmErp.Sdk.Simulators.Admin;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;

namespace CrmErp.Sdk.Simulators.BusinessCentral;

/// <summary>An error of the service: status, code and text; the correlation id is added when it is written.</summary>
internal sealed class BcException : SimulatorRefusalException
{
    public BcException(int status, string code, string message)
        : base(status, code, message)
    {
    }

    /// <summary>What AL code says with Error().</summary>
    public static BcException Dialog(string message) => new(400, "Application_DialogException", message);

    /// <summary>What a field's validation says.</summary>
    public static BcException Field(string message) => new(400, "Application_FieldValidationException", message);

    public static BcException BadRequest(string message) => new(400, "BadRequest", message);

    public static BcException NotFound(string message) => new(404, "BadRequest_NotFound", message);

    public static BcException Missing(BcEntity entity, string id) =>
        new(404, "Internal_RecordNotFound", $"The {entity.TableCaption} does not exist. Identification fields and values: SystemId='{{{id.ToUpperInvariant()}}}'");

    public static BcException NoSegment(string segment) =>
        NotFound($"Resource not found for the segment '{segment}'.");

    public static BcException ReadOnly(string field) => new(400, "BadRequest_InvalidOperation", $"Control '{field}' is read-only.");

    public static BcException UnknownProperty(BcEntity entity, string name) =>
        BadRequest($"The property '{name}' does not exist on type 'Microsoft.NAV.{entity.Type}'. Make sure to only use property names that are defined by the type.");

    public static BcException TooLong(BcEntity entity, BcField field, int length, string value) =>
        new(400, "Application_StringExceededLength",
            $"The length of the string is {length}, but it must be less than or equal to {field.MaxLength} characters. Value: {value} Field: {field.Name} Table: {entity.TableCaption}");

    public static BcException NotRelated(BcEntity entity, BcField field, string value) =>
        new(400, "Internal_InvalidTableRelation",
            $"The field {field.Caption ?? field.Name} of table {entity.TableCaption} contains a value ({value}) that cannot be found in the related table ({field.Relation!.Noun}).");

    public static BcException KeyExists(BcEntity entity, string keyField, string value) =>
        new(409, "Internal_EntityWithSameKeyExists", $"The record in table {entity.TableCaption} already exists. Identification fields and values: {keyField}='{value}'");

    public static BcException Changed() => new(409, "Request_EntityChanged", "Another user has already changed the record.");

    public static BcException NoIfMatch() =>
        new(400, "BadRequest_InvalidToken", "Could not validate the client concurrency token required by the service. Please ensure that your request provides an ETag in the If-Match header.");
}
