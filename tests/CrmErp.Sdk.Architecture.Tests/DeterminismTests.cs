using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CrmErp.Sdk.Architecture.Tests;

/// <summary>What would leave the thread of a simulated world's driver is banned where that world runs.</summary>
public sealed class DeterminismTests
{
    private static readonly string[] Rooms =
        ["src/CrmErp.Sdk/Engine", "src/CrmErp.Sdk/Reconcile", "src/CrmErp.Sdk/Workflows", "src/CrmErp.Sdk/Operations", "src/CrmErp.Sdk.Testing/Fakes", "src/CrmErp.Sdk.Testing/Faults", "src/CrmErp.Sdk.Testing/Store"];

    private static readonly string[] Banned =
        ["SemaphoreSlim", "Semaphore", "Channel", "Parallel", "Thread", "ThreadPool", "Timer", "PeriodicTimer", "RunContinuationsAsynchronously", "Monitor", "Mutex", "ManualResetEventSlim", "BlockingCollection"];

    private static IEnumerable<SourceFile> Deterministic => Rooms.SelectMany(Repository.SourcesUnder);

    [Fact]
    public void Rooms_exist() => Rooms.Should().OnlyContain(r => Repository.SourcesUnder(r).Any());

    [Fact]
    public void Nothing_leaves_the_drivers_thread() =>
        Deterministic.SelectMany(s => s.Tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
            .Where(n => Banned.Contains(n.Identifier.ValueText) && n.Parent is not NameColonSyntax)
            .Select(n => $"{s.At(n)}: {n.Identifier.ValueText}")).ShouldBeNone();

    [Fact]
    public void No_work_is_started_on_the_side() =>
        Deterministic.SelectMany(s => s.Tree.GetRoot().DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            .Where(m => m.ToString() is "Task.Run" or "Task.Factory.StartNew" or "Task.Yield" or "Task.Delay")
            .Select(m => $"{s.At(m)}: {m}")).ShouldBeNone();

    [Fact]
    public void No_lock_is_held_across_an_await() =>
        // The compiler refuses an await inside a lock statement; a lock that is entered by hand would escape it.
        Repository.SourcesUnder("src").SelectMany(s => s.Tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(i => i.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "EnterScope" or "Enter" or "TryEnter" } access && !IsInSynchronousMember(access))
            .Select(i => $"{s.At(i)}: {i}")).ShouldBeNone();

    private static bool IsInSynchronousMember(SyntaxNode node)
    {
        foreach (var parent in node.Ancestors())
        {
            switch (parent)
            {
                case AnonymousFunctionExpressionSyntax function:
                    return !function.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case LocalFunctionStatementSyntax local:
                    return !local.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case MethodDeclarationSyntax method:
                    return !method.Modifiers.Any(SyntaxKind.AsyncKeyword);
            }
        }

        return true;
    }
}
