using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk.Diagnostics;

/// <summary>The catalogue of errors and warnings about definitions, maps and mapped values.</summary>
public static class MappingErrors
{
    /// <summary>All entries, by code.</summary>
    public static IReadOnlyList<ErrorDescriptor> All { get; } =
    [
        Error(MappingCodes.NoStore, "No store", "No store is configured, so nothing could be remembered.", "Add one: UseSqlite(\"Data Source=sync.db\") or UsePostgreSql(connectionString)."),
        Error(MappingCodes.UnknownConnection, "Unknown connection", "A flow, owner, policy or preset names a connection that was not added.", "Add the connection, or use the name it was added under."),
        Error(MappingCodes.ConnectionTwice, "Connection added twice", "Two different registrations have one name.", "Give each connection its own name."),
        Error(MappingCodes.FieldSelection, "No field", "A lambda does more or less than reading one field.", "Write a plain read such as x => x.Name."),
        Error(MappingCodes.NoMap, "No map", "A member of a flow has no map for the entity: its connector ships none and On(...) gives none.", "Map the entity: On(\"connection\", m => m.Object(\"...\").Field(...))."),
        Error(MappingCodes.FlowMembers, "Too few members", "A flow connects at least two different connections.", "Name them with Between(\"crm\", \"erp\")."),
        Error(MappingCodes.EntityTwice, "Entity name used twice", "Two entity classes have one name in stored data.", "Name one of them with [CanonicalEntity(Name = \"...\")]."),
        Error(MappingCodes.TwoOwners, "Two owners", "One field has two different owners.", "Keep one OwnedBy; for ownership that depends on the record, give it a function."),
        Error(MappingCodes.UnwritableTwice, "Two members cannot write the field", "A field that a member reads but cannot write is owned by that member; two such members would both own it.", "Make the field writable on one of them, or unmap it there."),
        Error(MappingCodes.OwnerCannotBeRead, "Owner is not read", "The owner's map does not read the field, so its value would never arrive.", "Map the field on the owner, not write-only."),
        Error(MappingCodes.OwnerAgainstDirection, "Owner against direction", "The field is owned by one member while another one reads it but cannot write it, so corrections could not be delivered.", "Let the member that cannot write it own it, or stop reading it there."),
        Error(MappingCodes.DuplicateRule, "Field mapped twice", "Two lines of one map give the same canonical field.", "Keep one of them."),
        Error(MappingCodes.RuleTornApart, "Standard line replaced in part", "A standard line maps several fields together, and only some of them were mapped anew.", "Map or Unmap the others too."),
        Error(MappingCodes.PathWrittenTwice, "External field written twice", "Two lines of one map write the same external field.", "Make one of them read-only, or Unmap the standard line."),
        Error(MappingCodes.FilterField, "Filter on an unknown field", "A filter names an external field that is neither mapped nor in the schema.", "Check the name; filters use the connector's field paths."),
        Error(MappingCodes.RequiredUnmapped, "Required field not written", "The system demands a field on create that no line writes.", "Map it, give it a default with OnCreate(path, value), or say Ignore(path) when the system fills it."),
        Error(MappingCodes.TooShort, "Text may be too long", "The canonical field allows longer texts than the external one.", "Declare OnTooLong(TooLong.Truncate) or OnTooLong(TooLong.Park)."),
        Error(MappingCodes.KindMismatch, "Kinds do not fit", "The canonical and the external field hold different kinds of values.", "Declare a converter or a value map."),
        Error(MappingCodes.ReadOnlyWritten, "Read-only field written", "A line writes a field that the system lets nobody write.", "Declare the line ReadOnly()."),
        Error(MappingCodes.ValuesWithoutCounterpart, "Values without counterpart", "One side's closed list has values that stand for nothing on the other side.", "Complete the value map, or declare a fallback with Else(...) or PassThrough()."),
        Warning(MappingCodes.LossyRoundTrip, "Lossy map", "A sample value does not come back from the system as it went there.", "Usually fine: the golden record keeps the full value. Check the converter if it surprises you."),
        Error(MappingCodes.MatchUnmapped, "Match rule on an unread field", "Fewer than two members read the field, so no two records could be matched by it.", "Map the field on the members, or match by another."),
        Error(MappingCodes.QuoteToCashRole, "Unknown role", "The quote-to-cash preset names a connection that was not added, or one connection for both roles.", "Name the CRM's and the ERP's connection."),
        Error(MappingCodes.UnknownField, "Unknown external field", "The system's schema has no such field, or this user may not see it.", "Correct the path, create the field, or grant access to it."),
        Error(MappingCodes.UnknownObject, "Unknown object", "The system's schema has no such object, or this user may not see it.", "Correct the name, or grant access to it."),
        Error(MappingCodes.NoCurrency, "Amount without currency", "An amount has no currency field and no declared currency.", "Name the currency field, or declare Currency(\"EUR\") on the map."),
        Error(MappingCodes.GroupTorn, "Line spans two groups", "One line maps fields of two field groups, which change hands separately.", "Use one line per group."),
        Error(MappingCodes.PartOfGroup, "Policy on a part of a group", "Fields of one group change hands together, so a policy holds for the whole group.", "Set it on the group, such as x => x.BillingAddress."),
        Warning(MappingCodes.ObjectNotWritable, "Object cannot be written", "The system does not let this object be created or changed; the flow leaves that out.", "Nothing, if that is meant; else check the permissions."),
        Warning(MappingCodes.ReferenceWithoutFlow, "Reference without flow", "A mapped reference points to an entity that has no flow with this connection, so it cannot be resolved.", "Add the flow, or unmap the reference."),
        Error(MappingCodes.InvalidRule, "Invalid line", "A line of a map is incomplete or contradicts itself.", "See the message."),
        Warning(MappingCodes.ContradictingClaims, "Two standard maps claim a field", "Both connectors' standard maps declare themselves the owner; neither is.", "Decide with Field(x => x.F, f => f.OwnedBy(\"...\"))."),
        Error(MappingCodes.InvalidSettings, "Invalid settings", "The settings of a connection are incomplete or wrong.", "See the message."),
        Error(MappingCodes.InvalidDocument, "Mapping document does not fit", "A mapping document names something that the definition does not have.", "See the message."),
        Warning(MappingCodes.DeactivateUnmapped, "Nothing to deactivate", "Deletions deactivate the counterpart, but this member's map does not write Active: it is unlinked instead.", "Map Active, or choose OnDelete(Deletes.Unlink)."),
        Error(MappingCodes.NoFlow, "No flow", "The definition has no flow, so there is nothing to do.", "Add one with Sync<T>(...) or QuoteToCash(...)."),
        Error(MappingCodes.ExtraFieldClash, "Extra field clashes", "An extra field has the name of another field of the entity, with another type.", "Give it another name."),
        Error(MappingCodes.DeclarationFailed, "Declaration failed", "The code that declares a flow or a map threw.", "See the message."),
        Error(MappingCodes.ValueNotRead, "Value without counterpart", "The system holds a value that the value map does not know.", "Add it to the value map or declare a fallback; the record is released by itself."),
        Error(MappingCodes.ValueNotWritten, "Value without counterpart", "The golden record holds a value that has no counterpart in the system.", "Add it to the value map or to the system's list; the record is released by itself."),
        Error(MappingCodes.TextTooLong, "Text too long", "The text does not fit the external field.", "Shorten it, or declare OnTooLong(TooLong.Truncate)."),
        Error(MappingCodes.WrongKind, "Unexpected kind", "The system served a value of another kind than its schema says, or the golden record holds one.", "Run the preflight: the schema may have drifted."),
        Error(MappingCodes.ConverterFailed, "Converter failed", "The declared code threw on this value.", "Correct the value or the code (and raise its version)."),
        Error(MappingCodes.CurrencyMismatch, "Currency does not fit", "The amount's currency is unknown, or not the one that the field takes.", "Map the currency field, or correct the value."),
        Error(MappingCodes.NumberRange, "Number out of range", "The number has a fraction where whole numbers are taken, or does not fit 64 bits.", "Correct the value, or map the field as a decimal."),
        Error(MappingCodes.BadReference, "Record id of another form", "The id of the referenced record does not have the form that the field takes.", "Check which object the reference points to."),
    ];

    /// <summary>The entry of a code.</summary>
    /// <exception cref="ArgumentException">The code is unknown.</exception>
    public static ErrorDescriptor Find(string code)
    {
        foreach (var entry in All)
        {
            if (string.Equals(entry.Code, code, StringComparison.Ordinal))
            {
                return entry;
            }
        }

        throw new ArgumentException($"'{code}' is not in the catalogue.", nameof(code));
    }

    private static ErrorDescriptor Error(string code, string title, string cause, string fix) => new(code, ErrorSeverity.Error, title, cause, fix);

    private static ErrorDescriptor Warning(string code, string title, string cause, string fix) => new(code, ErrorSeverity.Warning, title, cause, fix);
}
