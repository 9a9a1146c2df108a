using CrmErp.Sdk.Simulators.BusinessCentral.Data;
using CrmErp.Sdk.Simulators.BusinessCentral.Schema;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.BusinessCentral.OData;

/// <summary>Follows <c>$expand</c>, under the database's lock.</summary>
internal static class BcExpansion
{
    public static List<BcNode> Nodes(BcCompany company, BcEntity entity, IReadOnlyList<StoredRecord> records, BcQuery query)
    {
        var nodes = new List<BcNode>(records.Count);
        foreach (var record in records)
        {
            nodes.Add(Node(company, entity, record, query));
        }

        return nodes;
    }

    public static BcNode Node(BcCompany company, BcEntity entity, StoredRecord record, BcQuery query)
    {
        if (query.Expand.Count == 0)
        {
            return new BcNode(entity, record, query, []);
        }

        return new BcNode(entity, record, query, [.. query.Expand.Select(e => Branch(company, entity, record, e))]);
    }

    private static BcBranch Branch(BcCompany company, BcEntity entity, StoredRecord record, BcExpand expand)
    {
        var table = company[expand.Navigation.Set];
        IEnumerable<StoredRecord> records = expand.Navigation switch
        {
            { Set: "contactsInformation" } => BcContactsInformation.Of(company, record.Id),
            { Many: true } => table.Where(expand.Navigation.Field, record.Id),
            _ => table.Records.Find((string)record[entity.Schema.Slot(expand.Navigation.Field)]!) is { } one ? [one] : [],
        };
        if (expand.Query.Filter is { } filter)
        {
            records = records.Where(r => filter.Matches(company, table.Entity, r));
        }

        return new BcBranch(expand.Navigation, [.. records.OrderBy(table.Default.KeyOf).Select(r => Node(company, table.Entity, r, expand.Query))]);
    }
}
