namespace CrmErp.Sdk.Simulators.Salesforce.Bulk;

/// <summary>The states of a bulk job.</summary>
internal enum BulkState
{
    Open,
    UploadComplete,
    InProgress,
    JobComplete,
    Failed,
    Aborted,
}

/// <summary>One ingest job with its rows and results.</summary>
internal sealed class IngestJob
{
    public required string Id { get; init; }

    public required string Client { get; init; }

    public required string ObjectName { get; init; }

    /// <summary>insert, update, upsert, delete or hardDelete.</summary>
    public required string Operation { get; init; }

    public string? ExternalIdField { get; init; }

    public required char Delimiter { get; init; }

    public required string DelimiterName { get; init; }

    public required string LineEnding { get; init; }

    public required string Version { get; init; }

    public required DateTimeOffset Created { get; init; }

    public BulkState State { get; set; } = BulkState.Open;

    public DateTimeOffset UploadedAt { get; set; }

    public int Polls { get; set; }

    public string? ErrorMessage { get; set; }

    public List<string> Header { get; private set; } = [];

    public List<List<string>> Rows { get; private set; } = [];

    /// <summary>Id, whether it was created, and the row as it was sent.</summary>
    public List<(string Id, bool Created, List<string> Row)> Successes { get; } = [];

    /// <summary>Id where one is known, the error, and the row as it was sent.</summary>
    public List<(string Id, string Error, List<string> Row)> Failures { get; } = [];

    public bool HasData { get; private set; }

    public string LineEnd => LineEnding == "CRLF" ? "\r\n" : "\n";

    public void Upload(string text)
    {
        var rows = Csv.Read(text, Delimiter);
        HasData = true;
        Header = rows.Count > 0 ? rows[0] : [];
        Rows = rows.Count > 0 ? rows.GetRange(1, rows.Count - 1) : [];
    }
}
