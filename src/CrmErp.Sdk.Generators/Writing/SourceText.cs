using System;
using System.Text;

namespace CrmErp.Sdk.Generators.Writing;

/// <summary>Lines of code with indentation; line ends are \n on every machine, so that builds are reproducible.</summary>
internal sealed class SourceText
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line(string text = "")
    {
        if (text.Length > 0)
        {
            _text.Append(' ', _depth * 4).Append(text);
        }

        _text.Append('\n');
    }

    public IDisposable Block(string header)
    {
        Line(header);
        Line("{");
        _depth++;
        return new End(this);
    }

    public override string ToString() => _text.ToString();

    private sealed class End(SourceText owner) : IDisposable
    {
        public void Dispose()
        {
            owner._depth--;
            owner.Line("}");
        }
    }
}
