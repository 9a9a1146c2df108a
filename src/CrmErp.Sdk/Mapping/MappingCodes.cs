namespace CrmErp.Sdk.Mapping;

/// <summary>The codes of everything that can be wrong with a definition, with a map against a live schema, and with a value on its way.</summary>
public static class MappingCodes
{
    /// <summary>No store is configured.</summary>
    public const string NoStore = "CES1001";
    /// <summary>A connection is named that was not added.</summary>
    public const string UnknownConnection = "CES1002";
    /// <summary>Two connections have one name.</summary>
    public const string ConnectionTwice = "CES1003";
    /// <summary>A lambda does not name a field.</summary>
    public const string FieldSelection = "CES1004";
    /// <summary>A member of a flow has no map for the entity.</summary>
    public const string NoMap = "CES1005";
    /// <summary>A flow has fewer than two members.</summary>
    public const string FlowMembers = "CES1006";
    /// <summary>Two entities have one name.</summary>
    public const string EntityTwice = "CES1007";
    /// <summary>A field has two owners.</summary>
    public const string TwoOwners = "CES1008";
    /// <summary>Two members of a flow cannot write a field.</summary>
    public const string UnwritableTwice = "CES1009";
    /// <summary>The owner of a field does not read it.</summary>
    public const string OwnerCannotBeRead = "CES1010";
    /// <summary>A field is owned by one member while another cannot write it.</summary>
    public const string OwnerAgainstDirection = "CES1011";
    /// <summary>A canonical field is mapped twice.</summary>
    public const string DuplicateRule = "CES1012";
    /// <summary>A standard line for several fields was replaced in part.</summary>
    public const string RuleTornApart = "CES1013";
    /// <summary>Two lines write one external field.</summary>
    public const string PathWrittenTwice = "CES1014";
    /// <summary>A filter names a field that is neither mapped nor known.</summary>
    public const string FilterField = "CES1015";
    /// <summary>A required external field is not written.</summary>
    public const string RequiredUnmapped = "CES1016";
    /// <summary>A text may be longer than the field it is written to.</summary>
    public const string TooShort = "CES1017";
    /// <summary>Two kinds do not stand for each other.</summary>
    public const string KindMismatch = "CES1018";
    /// <summary>A read-only external field is written.</summary>
    public const string ReadOnlyWritten = "CES1019";
    /// <summary>Values of a closed list have no counterpart.</summary>
    public const string ValuesWithoutCounterpart = "CES1020";
    /// <summary>A value does not come back as it went.</summary>
    public const string LossyRoundTrip = "CES1021";
    /// <summary>A match rule stands on a field that is not read.</summary>
    public const string MatchUnmapped = "CES1022";
    /// <summary>A role of the quote-to-cash preset is unknown.</summary>
    public const string QuoteToCashRole = "CES1023";
    /// <summary>An external field is not in the schema.</summary>
    public const string UnknownField = "CES1024";
    /// <summary>An external object is not in the schema.</summary>
    public const string UnknownObject = "CES1025";
    /// <summary>Amounts have no currency.</summary>
    public const string NoCurrency = "CES1026";
    /// <summary>A line of a map spans two field groups.</summary>
    public const string GroupTorn = "CES1027";
    /// <summary>A policy is set on a part of a field group.</summary>
    public const string PartOfGroup = "CES1028";
    /// <summary>The system does not let the object be written as the flow needs.</summary>
    public const string ObjectNotWritable = "CES1029";
    /// <summary>A reference points to an entity without a flow on that connection.</summary>
    public const string ReferenceWithoutFlow = "CES1030";
    /// <summary>A line of a map is declared wrongly.</summary>
    public const string InvalidRule = "CES1031";
    /// <summary>Two standard maps claim one field.</summary>
    public const string ContradictingClaims = "CES1032";
    /// <summary>The settings of a connection are incomplete or wrong.</summary>
    public const string InvalidSettings = "CES1033";
    /// <summary>A mapping document does not fit the definition.</summary>
    public const string InvalidDocument = "CES1034";
    /// <summary>Deletions deactivate, but a member does not write the activity.</summary>
    public const string DeactivateUnmapped = "CES1035";
    /// <summary>There is no flow.</summary>
    public const string NoFlow = "CES1036";
    /// <summary>An extra field clashes with another field.</summary>
    public const string ExtraFieldClash = "CES1037";
    /// <summary>A declaration threw.</summary>
    public const string DeclarationFailed = "CES1038";

    /// <summary>A wire value has no canonical counterpart.</summary>
    public const string ValueNotRead = "CES2001";
    /// <summary>A canonical value has no wire counterpart.</summary>
    public const string ValueNotWritten = "CES2002";
    /// <summary>A text is longer than the field it is written to.</summary>
    public const string TextTooLong = "CES2003";
    /// <summary>A value is of an unexpected kind.</summary>
    public const string WrongKind = "CES2004";
    /// <summary>Declared code failed on a value.</summary>
    public const string ConverterFailed = "CES2005";
    /// <summary>An amount has no currency, or another than the field takes.</summary>
    public const string CurrencyMismatch = "CES2006";
    /// <summary>A number has a fraction or is out of range.</summary>
    public const string NumberRange = "CES2007";
    /// <summary>A record id does not have the form that the field takes.</summary>
    public const string BadReference = "CES2008";
}
