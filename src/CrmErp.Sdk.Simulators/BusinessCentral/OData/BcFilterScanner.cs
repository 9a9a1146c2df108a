using System.Text;

namespace CrmErp.Sdk.Simulators.BusinessCentral.OData;

/// <summary>Reads the words of a filter.</summary>
internal sealed class BcFilterScanner
{
    private readonly string _text;
    private int _at;

    public BcFilterScanner(string text) => _text = text;

    public bool AtEnd
    {
        get
        {
            SkipBlanks();
            return _at == _text.Length;
        }
    }

    public BcException Error() =>
        BcException.NotFound($"Syntax error at position {_at} in '{_text}'.");

    public bool Try(char c)
    {
        SkipBlanks();
        if (_at < _text.Length && _text[_at] == c)
        {
            _at++;
            return true;
        }

        return false;
    }

    public void Expect(char c)
    {
        if (!Try(c))
        {
            throw Error();
        }
    }

    /// <summary>Takes a whole word, if it comes next.</summary>
    public bool TryWord(string word)
    {
        SkipBlanks();
        var end = _at + word.Length;
        if (end < _text.Length && string.CompareOrdinal(_text, _at, word, 0, word.Length) == 0 && _text[end] is ' ' or '(')
        {
            _at = end;
            return true;
        }

        return false;
    }

    public string Name()
    {
        SkipBlanks();
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '/' or '.'))
        {
            _at++;
        }

        return _at > start ? _text[start.._at] : throw Error();
    }

    public (string Text, bool Quoted) Literal()
    {
        SkipBlanks();
        return _at < _text.Length && _text[_at] == '\'' ? (QuotedText(), true) : (Bare(), false);
    }

    /// <summary>Skips what stands in parentheses, quotes respected.</summary>
    public void SkipParentheses()
    {
        Expect('(');
        var depth = 1;
        while (depth > 0)
        {
            if (_at >= _text.Length)
            {
                throw Error();
            }

            if (_text[_at] == '\'')
            {
                QuotedText();
                continue;
            }

            depth += _text[_at] switch { '(' => 1, ')' => -1, _ => 0 };
            _at++;
        }
    }

    private string QuotedText()
    {
        var text = new StringBuilder();
        for (_at++; _at < _text.Length; _at++)
        {
            if (_text[_at] != '\'')
            {
                text.Append(_text[_at]);
            }
            else if (_at + 1 < _text.Length && _text[_at + 1] == '\'')
            {
                text.Append('\'');
                _at++;
            }
            else
            {
                _at++;
                return text.ToString();
            }
        }

        throw Error();
    }

    private string Bare()
    {
        var start = _at;
        while (_at < _text.Length && _text[_at] is not (' ' or ')' or ','))
        {
            if (_text[_at] == '\'')
            {
                QuotedText();
            }
            else
            {
                _at++;
            }
        }

        return _at > start ? _text[start.._at] : throw Error();
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && _text[_at] == ' ')
        {
            _at++;
        }
    }
}
