namespace CrmErp.Sdk;

/// <summary>Makes canonical values from wire values, in the order in which fields and paths were declared. Missing values stay missing. Pure.</summary>
/// <param name="wire">The wire values.</param>
/// <param name="canonical">To be filled; entries that are left alone are missing.</param>
public delegate void ReadValues(ReadOnlySpan<FieldValue> wire, Span<FieldValue> canonical);

/// <summary>Makes wire values from canonical values, in the order in which fields and paths were declared. Pure.</summary>
/// <param name="canonical">The canonical values.</param>
/// <param name="wire">To be filled; entries that are left alone are not written.</param>
public delegate void WriteValues(ReadOnlySpan<FieldValue> canonical, Span<FieldValue> wire);
