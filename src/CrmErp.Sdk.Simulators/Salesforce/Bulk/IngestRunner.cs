using CrmErp.Sdk.Simulators.Salesforce.Api;
using CrmErp.Sdk.Simulators.Salesforce.Data;
using CrmErp.Sdk.Simulators.Salesforce.Rules;
using CrmErp.Sdk.Simulators.Storage;

namespace CrmErp.Sdk.Simulators.Salesforce.Bulk;

/// <summary>Does the work of an ingest job, in transactions of 200 rows as the vendor does.</summary>
internal sealed class IngestRunner(SalesforceOrg org, SObjectWriter writer)
{
    private const int RowsPerTransaction = 200;
    private const string Null = "#N/A";

    public void Run(IngestJob job)
    {
        var table = org.Get(job.ObjectName);
        if (job.Header.Find(name => !Exists(table, name)) is { } unknown)
        {
            job.State = BulkState.Failed;
            job.ErrorMessage = $"InvalidBatch : Field name not found : {unknown}";
            return;
        }

        foreach (var chunk in job.Rows.Chunk(RowsPerTransaction))
        {
            var outcomes = org.Database.Write(job.Client, transaction => chunk.Select(row => RunRow(job, transaction, table, row)).ToList());
            for (var i = 0; i < chunk.Length; i++)
            {
                var (id, created, error) = outcomes[i];
                if (error is null)
                {
                    job.Successes.Add((id, created, chunk[i]));
                }
                else
                {
                    job.Failures.Add((id, $"{error.Code}:{error.Message}:{string.Join(", ", error.Fields)} --", chunk[i]));
                }
            }
        }

        job.State = BulkState.JobComplete;
    }

    private static bool Exists(SObjectTable table, string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 ? table.Type.TryFindRelationship(name[..dot], out _) : table.Type.Find(name) is not null;
    }

    private (string Id, bool Created, SalesforceError? Error) RunRow(IngestJob job, Transaction transaction, SObjectTable table, List<string> row)
    {
        var id = string.Empty;
        try
        {
            var input = new SObjectInput();
            for (var i = 0; i < job.Header.Count && i < row.Count; i++)
            {
                if (job.Header[i].Equals("Id", StringComparison.OrdinalIgnoreCase))
                {
                    id = row[i];
                }
                else if (row[i].Length > 0)
                {
                    // An empty cell leaves the field as it is; #N/A empties it.
                    input.Set(org, table, job.Header[i], row[i] == Null ? null : row[i]);
                }
            }

            var (record, created) = Write(job, transaction, table, id, input);
            return (record, created, null);
        }
        catch (SalesforceException e)
        {
            return (id, false, e.Error);
        }
    }

    private (string Id, bool Created) Write(IngestJob job, Transaction transaction, SObjectTable table, string id, SObjectInput input)
    {
        switch (job.Operation)
        {
            case "insert":
                return (writer.Create(transaction, table, input).Id, true);
            case "update":
                return (writer.Update(transaction, table, SObjectCalls.Find(table, id), input).Id, false);
            case "delete" or "hardDelete":
                var row = SObjectCalls.Find(table, id);
                writer.Delete(transaction, table, row);
                return (row.Id, false);
            default:
                var key = SObjectCalls.Key(table, job.ExternalIdField!);
                var value = input.Values.FirstOrDefault(v => ReferenceEquals(v.Field, key)).Value as string
                    ?? throw new SalesforceException("MISSING_ARGUMENT", $"{key.Name} not specified", key.Name);
                return SObjectCalls.Matches(table, key, value) switch
                {
                    [] => (writer.Create(transaction, table, input).Id, true),
                    [var match] => (writer.Update(transaction, table, match, input).Id, false),
                    _ => throw new SalesforceException("DUPLICATE_EXTERNAL_ID", $"{key.Name}: more than one record found for external id field", key.Name),
                };
        }
    }
}
