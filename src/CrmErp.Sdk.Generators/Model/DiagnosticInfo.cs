using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CrmErp.Sdk.Generators.Model;

/// <summary>A diagnostic that holds no syntax, so that it can be cached.</summary>
internal sealed record DiagnosticInfo(DiagnosticDescriptor Descriptor, string Path, TextSpan Span, LinePositionSpan Lines, EquatableArray<string> Arguments)
{
    public static DiagnosticInfo Create(DiagnosticDescriptor descriptor, Location? location, params string[] arguments) => new(
        descriptor,
        location?.SourceTree?.FilePath ?? "",
        location?.SourceSpan ?? default,
        location?.GetLineSpan().Span ?? default,
        new EquatableArray<string>(arguments));

    public Diagnostic ToDiagnostic()
    {
        var arguments = new object[Arguments.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = Arguments[i];
        }

        return Diagnostic.Create(Descriptor, Path.Length == 0 ? Location.None : Location.Create(Path, Span, Lines), arguments);
    }
}

/// <summary>What reading one class gave.</summary>
internal sealed record FaceResult(FaceModel? Model, EquatableArray<DiagnosticInfo> Diagnostics);
