using CrmErp.Sdk.Connectors;
using static CrmErp.Sdk.Testing.ConnectorCheckContext;

namespace CrmErp.Sdk.Testing;

/// <summary>A create can be verified as declared.</summary>
internal static class IdentityChecks
{
    private const string Key = "AGI6HIGA3ZYABAAAAAAAAAAAAADPABCDEF";

    public static IReadOnlyList<ConnectorCheck> All { get; } =
    [
        new("A_created_record_is_answered_with_its_id", CreateAsync),
        new("A_created_record_is_found_by_its_key", FoundAsync),
        new("A_repeated_create_does_not_make_a_second_record", RepeatedAsync),
    ];

    private static async Task<WriteOutcome> MakeAsync(ConnectorCheckContext context)
    {
        Applies(context.Object.CanCreate, $"'{context.Shape.Object}' cannot be created.");
        return (await context.WriteAsync(context.CreateItem(1, Key)).ConfigureAwait(false))[0];
    }

    private static async Task CreateAsync(ConnectorCheckContext context)
    {
        var outcome = await MakeAsync(context).ConfigureAwait(false);
        Require(outcome.Kind == WriteOutcomeKind.Created, $"A create was answered with {Describe(outcome)}.");
        Require(!string.IsNullOrEmpty(outcome.Id), "A create was answered without the record's id.");
        Require(await context.GetAsync(outcome.Id!).ConfigureAwait(false) is not null, "A created record is not answered by its id.");
    }

    private static async Task FoundAsync(ConnectorCheckContext context)
    {
        var identity = context.Object.Identity;
        Applies(identity is IdentityStrategy.ExternalId or IdentityStrategy.Marker, $"The identity of '{context.Shape.Object}' is {identity}.");
        await context.CreateAsync(1, first: 5).ConfigureAwait(false);
        var made = await MakeAsync(context).ConfigureAwait(false);
        Applies(context.Object.ConclusiveAfter != Timeout.InfiniteTimeSpan, "Absence is never conclusive.");
        await context.Arrangement.AdvanceAsync(context.Object.ConclusiveAfter, context.CancellationToken).ConfigureAwait(false);
        var found = await context.Reader.FindAsync(new FindRequest { Scope = context.Arrangement.Scope, Shape = context.Shape, Field = RecordFilter.MarkerField, Values = [Key] }, context.CancellationToken).ConfigureAwait(false);
        Require(found.Count == 1 && found[0].Ref.Id == made.Id, $"{found.Count} records were found by the key after the declared time.");
        Require(found[0].Marker == Key, "The record does not tell the key that it was made with.");
    }

    private static async Task RepeatedAsync(ConnectorCheckContext context)
    {
        var identity = context.Object.Identity;
        Applies(identity is IdentityStrategy.ExternalId or IdentityStrategy.ClientKey, $"The identity of '{context.Shape.Object}' is {identity}: a create is not repeated.");
        var first = await MakeAsync(context).ConfigureAwait(false);
        var second = await MakeAsync(context).ConfigureAwait(false);
        Require(second.Kind is WriteOutcomeKind.Updated or WriteOutcomeKind.Unchanged or WriteOutcomeKind.Duplicate, $"A repeated create was answered with {second.Kind}.");
        Require(second.Id is null || second.Id == first.Id, "A repeated create made a second record.");
    }
}
