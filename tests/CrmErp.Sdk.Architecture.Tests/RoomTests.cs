using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CrmErp.Sdk.Architecture.Tests;

/// <summary>The order of the core's rooms: a room uses itself and those before it.</summary>
public sealed class RoomTests
{
    private const string Core = "src/CrmErp.Sdk/";

    // Diagnostics is usable by all and stands on the words of the others: the error catalogue names the codes of maps, log messages the kinds of errors.
    private const string UsableByAll = "Diagnostics";

    private static readonly string[] Order =
        ["Values", "Entities", "Connectors", "Mapping", "State", "Reconcile", "Workflows", "Engine", "Operations", "DependencyInjection"];

    // A type of a later room that an earlier one may use, with the reason.
    private static readonly (string From, string Type, string Reason)[] Exceptions =
    [
        ("Mapping", "SyncDefinition", "Documents, schemas and preflight are made of a whole definition, which is flows and workflows: data, no behaviour."),
        ("Reconcile", "SyncDefinition", "The rules look up the flows of a whole definition; they see no workflow in it."),
        ("Workflows", "ICrmErpSyncBuilder", "The quote-to-cash preset declares with the verbs that users have."),
        ("Workflows", "CrmErpSyncBuilderExtensions", "The quote-to-cash preset declares with the verbs that users have."),
    ];

    [Fact]
    public void Core_compiles_here_so_that_no_symbol_escapes_the_test() =>
        CoreCompilation.Value.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error)
            // What the logging generator writes is not made here; nothing else refers to it but the messages' callers.
            .Where(d => d.Id != "CS8795")
            .Select(d => d.ToString()).ShouldBeNone();

    [Fact]
    public void Every_file_of_the_core_is_in_a_room() =>
        Repository.SourcesUnder(Core).Where(s => RoomOf(s.Path) is not { } room || room != UsableByAll && !Order.Contains(room))
            .Select(s => s.Path).ShouldBeNone();

    [Fact]
    public void Room_uses_itself_and_the_rooms_before_it() =>
        Uses().Where(u => !Allowed(u.From, u.To) && !Exceptions.Any(e => e.From == u.From && e.Type == u.Symbol))
            .Select(u => $"{u.File}: {u.From} must not use {u.Symbol} of {u.To}").ShouldBeNone();

    [Fact]
    public void Exceptions_are_still_needed() =>
        Exceptions.Where(e => !Uses().Any(u => u.From == e.From && u.Symbol == e.Type)).Select(e => $"{e.From} uses {e.Type}").ShouldBeNone();

    [Fact]
    public void The_check_sees_a_use_of_a_later_room()
    {
        Allowed("Values", "Mapping").Should().BeFalse();
        Allowed("Mapping", "Values").Should().BeTrue();
        Uses().Should().Contain(u => u.From == "Engine" && u.To == "Reconcile");
    }

    private static bool Allowed(string from, string to) =>
        from == to || to == UsableByAll || from == UsableByAll || Array.IndexOf(Order, to) <= Array.IndexOf(Order, from);

    private static readonly Lazy<IReadOnlyList<Use>> AllUses = new(() => [.. FindUses()]);

    private static IReadOnlyList<Use> Uses() => AllUses.Value;

    private static IEnumerable<Use> FindUses()
    {
        var compilation = CoreCompilation.Value;
        foreach (var source in Repository.SourcesUnder(Core))
        {
            var from = RoomOf(source.Path)!;
            var model = compilation.GetSemanticModel(source.Tree);
            foreach (var name in source.Tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<SimpleNameSyntax>())
            {
                var symbol = model.GetSymbolInfo(name).Symbol;
                var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
                foreach (var to in Rooms(type))
                {
                    if (to != from)
                    {
                        yield return new Use(source.Path, from, to, type!.Name);
                    }
                }
            }
        }
    }

    // A partial type lives where its files are; one that spans rooms counts as the first of them.
    private static IEnumerable<string> Rooms(INamedTypeSymbol? type) =>
        type?.OriginalDefinition.DeclaringSyntaxReferences.Select(r => RoomOf(r.SyntaxTree.FilePath)).OfType<string>()
            .OrderBy(r => Array.IndexOf(Order, r)).Take(1) ?? [];

    private static string? RoomOf(string path)
    {
        if (!path.StartsWith(Core, StringComparison.Ordinal))
        {
            return null;
        }

        var parts = path[Core.Length..].Split('/');
        return parts.Length > 1 ? parts[0] : null;
    }

    private sealed record Use(string File, string From, string To, string Symbol);
}
