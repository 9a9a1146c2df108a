using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CrmErp.Sdk.Architecture.Tests;

/// <summary>Log messages: an event id names one message for ever.</summary>
public sealed class EventIdTests
{
    private static IEnumerable<(SourceFile Source, AttributeSyntax Attribute)> Messages =>
        Repository.SourcesUnder("src").SelectMany(s => s.Tree.GetRoot().DescendantNodes().OfType<AttributeSyntax>()
            .Where(a => a.Name.ToString() is "LoggerMessage" or "LoggerMessageAttribute").Select(a => (s, a)));

    [Fact]
    public void Messages_are_found() => Messages.Should().NotBeEmpty();

    [Fact]
    public void Event_ids_are_unique() =>
        Messages.Select(m => (m.Source, Id: EventId(m.Attribute))).GroupBy(m => m.Id).Where(g => g.Count() > 1)
            .Select(g => $"{g.Key}: {string.Join(", ", g.Select(m => m.Source.Path))}").ShouldBeNone();

    [Fact]
    public void Messages_stand_in_files_called_Log() =>
        Messages.Where(m => !Path.GetFileName(m.Source.Path).StartsWith("Log.", StringComparison.Ordinal)).Select(m => m.Source.Path).ShouldBeNone();

    [Fact]
    public void Loggers_are_called_through_generated_messages_only() =>
        Repository.SourcesUnder("src").SelectMany(s => s.Tree.GetRoot().DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            .Where(m => m.Name.Identifier.ValueText is "LogTrace" or "LogDebug" or "LogInformation" or "LogWarning" or "LogError" or "LogCritical")
            .Select(m => s.At(m))).ShouldBeNone();

    // Ids are a number, a constant, or a room's constant plus a number.
    private static int EventId(AttributeSyntax attribute)
    {
        var argument = attribute.ArgumentList!.Arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == "EventId")
            ?? throw new InvalidOperationException($"{attribute} has no event id.");
        return Evaluate(argument.Expression);
    }

    private static int Evaluate(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax literal => (int)literal.Token.Value!,
        BinaryExpressionSyntax { OperatorToken.Text: "+" } sum => Evaluate(sum.Left) + Evaluate(sum.Right),
        MemberAccessExpressionSyntax member => Constant(member.Expression.ToString(), member.Name.Identifier.ValueText),
        _ => throw new InvalidOperationException($"'{expression}' is not a constant that this test can read."),
    };

    private static int Constant(string type, string name) =>
        Repository.SourcesUnder("src").SelectMany(s => s.Tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>())
            .Where(c => c.Identifier.ValueText == type)
            .SelectMany(c => c.Members.OfType<FieldDeclarationSyntax>()).SelectMany(f => f.Declaration.Variables)
            .Where(v => v.Identifier.ValueText == name).Select(v => Evaluate(v.Initializer!.Value)).Single();
}
