namespace CrmErp.Sdk.Simulators.Journal;

/// <summary>One record written, by whom and how. Complete and in the order of commits.</summary>
/// <param name="Sequence">1, 2, 3 and so on, over the whole system.</param>
/// <param name="At">The stamp of the write.</param>
/// <param name="Client">The client's name: <c>sdk</c>, <c>people</c> and so on.</param>
/// <param name="Scope">The company or other scope; empty where the system has none.</param>
/// <param name="Object">The object, in the system's own name.</param>
/// <param name="Id">The record's id.</param>
/// <param name="Operation">What was done.</param>
/// <param name="Fields">For updates the fields whose values changed, if the log keeps them; else null. Empty: written, nothing changed.</param>
public sealed record WriteEntry(
    long Sequence, DateTimeOffset At, string Client, string Scope, string Object, string Id, WriteOperation Operation, IReadOnlyList<string>? Fields);
