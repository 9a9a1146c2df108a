using Microsoft.CodeAnalysis;

namespace CrmErp.Sdk.Generators;

/// <summary>Every diagnostic of this assembly. The table for people is docs/diagnostics.md.</summary>
internal static class Descriptors
{
    public static readonly DiagnosticDescriptor NotPartial = Error(
        "CES0101", "The class must be partial", "'{0}' must be declared partial, because its face is generated");

    public static readonly DiagnosticDescriptor UnsupportedClass = Error(
        "CES0102", "The class cannot have a face", "'{0}' cannot have a face: {1}");

    public static readonly DiagnosticDescriptor ContainerNotPartial = Error(
        "CES0103", "The containing type must be partial", "'{0}' contains '{1}' and must be declared partial too");

    public static readonly DiagnosticDescriptor WrongBase = Error(
        "CES0104", "The class has the wrong base class", "'{0}' must derive from {1}, or from nothing, instead of '{2}'");

    public static readonly DiagnosticDescriptor PropertyNotPartial = Error(
        "CES0105", "A field must be a partial property", "'{0}.{1}' is marked as a field and must be declared partial");

    public static readonly DiagnosticDescriptor NotStored = Warning(
        "CES0106", "An automatic property is not stored", "'{0}.{1}' is an automatic property: its value is not a field and will not be stored or synchronised. Declare it partial, or give it a body");

    public static readonly DiagnosticDescriptor UnsupportedType = Error(
        "CES0107", "No field can hold this type", "'{0}.{1}' cannot be a field of type '{2}'; {3}");

    public static readonly DiagnosticDescriptor WrongAccessors = Error(
        "CES0108", "The property has the wrong accessors", "'{0}.{1}' {2}");

    public static readonly DiagnosticDescriptor UnsupportedModifier = Error(
        "CES0109", "A field cannot have this modifier", "'{0}.{1}' cannot be {2}");

    public static readonly DiagnosticDescriptor BadName = Error(
        "CES0110", "The stored name cannot be used", "'{0}.{1}' cannot be stored as '{2}': {3}");

    public static readonly DiagnosticDescriptor ReservedName = Error(
        "CES0111", "The property's name is taken", "'{0}.{1}' hides a member that every {2} has; choose another name");

    public static readonly DiagnosticDescriptor BadReference = Error(
        "CES0112", "The reference is incomplete", "'{0}.{1}' {2}");

    public static readonly DiagnosticDescriptor BadOption = Error(
        "CES0113", "The option does not fit the field", "'{0}.{1}' cannot have {2}: {3}");

    public static readonly DiagnosticDescriptor DeclaresConstructor = Error(
        "CES0114", "The constructor is generated", "'{0}' must not declare {1}: it is generated");

    public static readonly DiagnosticDescriptor NotAFieldRead = Warning(
        "CES0120", "The lambda is not a plain field read", "A field is named by a lambda that reads it and does nothing else, such as x => x.Name; this one {0} and will fail when the definition is built");

    public static readonly DiagnosticDescriptor BadExtraField = Error(
        "CES0121", "No extra field can hold this type", "An extra field cannot hold '{0}'; {1}");

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "CrmErp.Sdk", DiagnosticSeverity.Error, isEnabledByDefault: true);

    private static DiagnosticDescriptor Warning(string id, string title, string message) =>
        new(id, title, message, "CrmErp.Sdk", DiagnosticSeverity.Warning, isEnabledByDefault: true);
}
