namespace CrmErp.Sdk.Connectors.Salesforce.Write;

/// <summary>The outcomes of a batch while its calls are made: exactly one per item, in order, whatever happens to the calls.</summary>
internal sealed class WriteBatch(WriteRequest request)
{
    private readonly WriteOutcome?[] _outcomes = new WriteOutcome?[request.Items.Count];

    public WriteRequest Request { get; } = request;

    /// <summary>Whether a call of this batch may have reached Salesforce already.</summary>
    public bool Sent { get; set; }

    /// <summary>Why nothing more is sent: the connection as a whole is refused.</summary>
    public ConnectorException? Stop { get; set; }

    public WriteItem Item(int index) => Request.Items[index];

    public bool IsOpen(int index) => _outcomes[index] is null;

    public IEnumerable<int> Open(WriteOperation operation) => Enumerable.Range(0, _outcomes.Length).Where(i => IsOpen(i) && Item(i).Operation == operation);

    public IEnumerable<int> Open() => Enumerable.Range(0, _outcomes.Length).Where(IsOpen);

    public void Set(int index, WriteOutcome outcome) => _outcomes[index] ??= outcome;

    public void Replace(int index, WriteOutcome outcome) => _outcomes[index] = outcome;

    public WriteOutcome? Outcome(int index) => _outcomes[index];

    public void SetAll(IEnumerable<int> indexes, Func<WriteOutcome> outcome)
    {
        foreach (var index in indexes)
        {
            Set(index, outcome());
        }
    }

    /// <summary>The outcomes; what no call was made for was not sent.</summary>
    public IReadOnlyList<WriteOutcome> Finish()
    {
        SetAll(Open().ToList(), () => new WriteOutcome(WriteOutcomeKind.NotSent));
        return _outcomes!;
    }
}
