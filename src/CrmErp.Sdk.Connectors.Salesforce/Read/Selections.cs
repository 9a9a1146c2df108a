using System.Runtime.CompilerServices;
using CrmErp.Sdk.Connectors.Salesforce.Metadata;

namespace CrmErp.Sdk.Connectors.Salesforce.Read;

/// <summary>The selections of the shapes in use; they live as long as their shapes.</summary>
internal sealed class Selections(Aggregates aggregates, SalesforceOptions options)
{
    private readonly ConditionalWeakTable<RecordShape, RecordSelection> _known = [];

    public RecordSelection For(RecordShape shape) => _known.GetValue(shape, s => RecordSelection.Create(s, aggregates, options));
}
