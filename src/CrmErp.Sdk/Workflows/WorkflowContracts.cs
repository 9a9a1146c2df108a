namespace CrmErp.Sdk.Workflows;

/// <summary>
/// A rule from golden change to golden change, run inside the committing transaction. It may run more than once for one commit
/// (misses are loaded and it starts again) and must be pure: no clock, no I/O, no chance. Effects on the outside go through an observer.
/// One that throws does nothing: its record is held (queue <see cref="OpenQueue.Withheld"/>, cause <c>WorkflowFailed</c>), all else goes on.
/// </summary>
/// <typeparam name="TEntity">The entity whose changes start it.</typeparam>
public interface IWorkflow<TEntity>
    where TEntity : Entity, ICanonicalEntity<TEntity>
{
    /// <summary>Runs after a golden record of the entity changed.</summary>
    ValueTask RunAsync(IWorkflowContext<TEntity> context, CancellationToken cancellationToken);
}

/// <summary>What a workflow sees and may do.</summary>
/// <typeparam name="TEntity">The entity whose change started it.</typeparam>
public interface IWorkflowContext<TEntity>
    where TEntity : Entity, ICanonicalEntity<TEntity>
{
    /// <summary>The golden record before the change; null when it is new.</summary>
    TEntity? Before { get; }

    /// <summary>The golden record after the change.</summary>
    TEntity After { get; }

    /// <summary>The golden record's identity.</summary>
    GoldenId Id { get; }

    /// <summary>
    /// Whether a field has a value now and did not have it before. It answers true also for a record that is being bound from its first
    /// inventory: what a workflow derives then is history, so its identity is taken and nothing is made.
    /// </summary>
    bool Became<TValue>([FieldSelector] Func<TEntity, TValue> field, TValue value);

    /// <summary>Whether a field's value moved.</summary>
    bool Changed<TValue>([FieldSelector] Func<TEntity, TValue> field);

    /// <summary>A golden record by reference; null when there is none. Misses are loaded for the whole page and the page's workflows start again.</summary>
    ValueTask<T?> FindAsync<T>(Reference? reference, CancellationToken cancellationToken)
        where T : Entity, ICanonicalEntity<T>;

    /// <summary>The record that this workflow derived from this cause under a name before; null when there is none.</summary>
    ValueTask<T?> FindDerivedAsync<T>(string name, CancellationToken cancellationToken)
        where T : Entity, ICanonicalEntity<T>;

    /// <summary>
    /// Makes or changes the golden record whose identity follows from this cause and a name: a deal won twice makes one order.
    /// </summary>
    /// <param name="name">Names the derived record; stable.</param>
    /// <param name="change">Sets the fields; unset fields keep their values.</param>
    /// <returns>A reference to it.</returns>
    Reference Upsert<T>(string name, Action<T> change)
        where T : Entity, ICanonicalEntity<T>;

    /// <summary>Changes another golden record.</summary>
    void Update<T>(T entity, Action<T> change)
        where T : Entity, ICanonicalEntity<T>;

    /// <summary>Whether the condition of a name was already true when the record was bound from its first inventory; then nothing is derived for it.</summary>
    bool IsHistory(string name);

    /// <summary>Keeps the change visible as held, with a reason for a person; it runs again when the cause or a record it looked for changes.</summary>
    void Hold(string reason);

    /// <summary>
    /// Puts a note beside the record for a person: an open item in the queue <see cref="OpenQueue.Noted"/>. Nothing waits for it. A
    /// workflow has at most one note per record; it goes away when the workflow runs again and does not repeat it.
    /// </summary>
    /// <param name="code">A stable code of what is noted, the item's cause; no values.</param>
    /// <param name="text">The note; it may carry values, and is never logged.</param>
    void Note(string code, string text);

    /// <summary>Whether the note of a code stands beside the record from a run before.</summary>
    bool IsNoted(string code);
}

/// <summary>One workflow of a definition.</summary>
public sealed class WorkflowDefinition
{
    /// <summary>The name; part of derived identities and of provenance, so it is stable.</summary>
    public required string Name { get; init; }

    /// <summary>The entity whose changes start it.</summary>
    public required string Entity { get; init; }

    /// <summary>
    /// Whether it also does its work for records that are bound from their first inventory. The default is false: what is true of them
    /// already is history. Workflows that keep a value in step rather than react to a change set it.
    /// </summary>
    public bool CoversHistory { get; init; }

    /// <summary>Runs it.</summary>
    public required Func<IWorkflowRun, CancellationToken, ValueTask> RunAsync { get; init; }
}

/// <summary>The untyped side of a workflow's context; the engine implements it.</summary>
public interface IWorkflowRun
{
    /// <summary>The golden record's identity.</summary>
    GoldenId Id { get; }

    /// <summary>The shape of the entity.</summary>
    EntityType EntityType { get; }

    /// <summary>The row before the change; null when it is new.</summary>
    Row? Before { get; }

    /// <summary>The row after the change.</summary>
    Row After { get; }

    /// <summary>Whether the record is being bound from its first inventory, and the workflow does not cover history.</summary>
    bool IsHistory { get; }

    /// <summary>The shape of an entity of the definition.</summary>
    EntityType TypeOf(string entity);

    /// <summary>A golden record's row by reference.</summary>
    ValueTask<(GoldenId Id, Row Row)?> FindAsync(Reference reference, CancellationToken cancellationToken);

    /// <summary>The identity that follows from this cause and a name.</summary>
    GoldenId DerivedId(string entity, string name);

    /// <summary>Whether the derived identity of a name is taken by history: nothing is derived for it any more (R47).</summary>
    bool IsTaken(string name);

    /// <summary>Makes or changes a golden record; slots that are missing keep their values.</summary>
    /// <param name="entity">The entity of the record.</param>
    /// <param name="id">The record; for derived ones the answer of <see cref="DerivedId"/>.</param>
    /// <param name="values">The values.</param>
    /// <param name="derived">Whether the record is derived from this cause.</param>
    /// <param name="name">For derived records: the name.</param>
    void Set(string entity, GoldenId id, Row values, bool derived, string? name);

    /// <summary>Keeps the change visible as held.</summary>
    void Hold(string reason);

    /// <summary>Puts a note beside the record; see <see cref="IWorkflowContext{TEntity}.Note"/>.</summary>
    void Note(string code, string text);

    /// <summary>Whether the note of a code stands beside the record from a run before.</summary>
    bool IsNoted(string code);
}
