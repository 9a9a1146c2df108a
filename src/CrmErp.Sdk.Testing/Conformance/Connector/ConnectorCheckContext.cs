using CrmErp.Sdk.Connectors;

namespace CrmErp.Sdk.Testing;

/// <summary>One check at work: the arrangement and the steps that checks share.</summary>
internal sealed class ConnectorCheckContext(IConnectorArrangement arrangement, CancellationToken cancellationToken)
{
    private const int PageLimit = 10_000;

    public IConnectorArrangement Arrangement => arrangement;

    public CancellationToken CancellationToken => cancellationToken;

    public IConnector Connector => arrangement.Connector;

    public RecordShape Shape => arrangement.Shape;

    public ObjectDescriptor Object => Connector.Descriptor.For(Shape.Object);

    public IRecordReader Reader => Capability<IRecordReader>();

    public IRecordWriter Writer => Capability<IRecordWriter>();

    public int TextSlot => Shape.Schema.SlotOf(arrangement.TextField);

    public IChangeReader Feed => Object.Changes == ChangeModel.SweepOnly ? throw new CheckNotApplicableException($"'{Shape.Object}' has no change feed.") : Capability<IChangeReader>();

    public static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new CheckFailedException(message);
        }
    }

    public static void Applies(bool condition, string reason)
    {
        if (!condition)
        {
            throw new CheckNotApplicableException(reason);
        }
    }

    public async Task<IReadOnlyList<string>> CreateAsync(int count, int first = 1)
    {
        var ids = new List<string>();
        for (var i = 0; i < count; i++)
        {
            ids.Add(await arrangement.CreateAsync(arrangement.Sample(first + i), cancellationToken).ConfigureAwait(false));
        }

        return ids;
    }

    public Task EditTextAsync(string id, string text) =>
        arrangement.EditAsync(id, new Dictionary<string, FieldValue> { [arrangement.TextField] = text }, cancellationToken);

    /// <summary>Lets so much time pass that everything committed so far is behind the feed's window.</summary>
    public Task SettleAsync() => arrangement.AdvanceAsync(Object.SettleLag + Connector.Descriptor.ClockError + TimeSpan.FromSeconds(5), cancellationToken);

    public async Task<Record?> GetAsync(string id) =>
        (await Reader.GetManyAsync(new GetManyRequest { Scope = arrangement.Scope, Shape = Shape, Ids = [id] }, cancellationToken).ConfigureAwait(false))[0];

    public Task<string> CursorAsync() => Feed.GetCurrentCursorAsync(new CurrentCursorRequest { Scope = arrangement.Scope, Object = Shape.Object }, cancellationToken);

    /// <summary>Reads the feed until it says that there is no more.</summary>
    public async Task<FeedReading> DrainAsync(string? cursor, int pageSize = 2)
    {
        var records = new List<Record>();
        var deletions = new List<Deletion>();
        for (var pages = 1; pages < PageLimit; pages++)
        {
            using var page = await Feed.ReadChangesAsync(new ChangesRequest { Scope = arrangement.Scope, Shape = Shape, Cursor = cursor, PageSize = pageSize }, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < page.Records.Count; i++)
            {
                records.Add(page.Records.Read(i));
            }

            deletions.AddRange(page.Deletions);
            cursor = page.Cursor;
            if (!page.HasMore)
            {
                return new FeedReading(records, deletions, cursor);
            }
        }

        throw new CheckFailedException($"The feed did not end after {PageLimit} pages.");
    }

    public Task<IReadOnlyList<WriteOutcome>> WriteAsync(params WriteItem[] items) =>
        Writer.WriteAsync(new WriteRequest { Scope = arrangement.Scope, Shape = Shape, Items = items, NotAfter = arrangement.Now + TimeSpan.FromMinutes(1) }, cancellationToken);

    public WriteItem CreateItem(int number, string key) => new()
    {
        Operation = WriteOperation.Create, Key = key,
        Fields = [.. arrangement.Sample(number).Select(f => new FieldChange(Shape.Schema.SlotOf(f.Key), f.Value))],
    };

    public WriteItem TextItem(string id, string text, string? ifVersion = null) => new()
    {
        Operation = WriteOperation.Update, Key = "key-" + id, Id = id, IfVersion = ifVersion, Fields = [new FieldChange(TextSlot, text)],
    };

    /// <summary>The version to state in an update: none where the object has no conditional write.</summary>
    public static string? Precondition(ObjectDescriptor descriptor, Record record) => descriptor.Version == VersionKind.Strict ? record.Version : null;

    public async Task<Record> ExistingAsync(string id) => await GetAsync(id).ConfigureAwait(false) ?? throw new CheckFailedException($"'{id}' exists and was answered with null.");

    public static string Describe(WriteOutcome outcome) => outcome.Errors.Count == 0 ? outcome.Kind.ToString() : $"{outcome.Kind} ({outcome.Errors[0].Code}: {outcome.Errors[0].Message})";

    private T Capability<T>()
        where T : class => Connector as T ?? throw new CheckNotApplicableException($"The connector does not implement {typeof(T).Name}.");
}

/// <summary>What a feed served until it was drained.</summary>
internal sealed record FeedReading(IReadOnlyList<Record> Records, IReadOnlyList<Deletion> Deletions, string Cursor)
{
    public bool Has(string id) => Records.Any(r => r.Ref.Id == id);
}
