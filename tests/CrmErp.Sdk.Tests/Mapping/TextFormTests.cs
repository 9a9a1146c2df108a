using CrmErp.Sdk.Mapping;

namespace CrmErp.Sdk.Tests.Mapping;

public class TextFormTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a\r\nb\rc\nd", "a\nb\nc\nd")]
    [InlineData("Mu\u0308ller", "M\u00fcller")]
    [InlineData("A\u030angstro\u0308m", "\u00c5ngstr\u00f6m")]
    [InlineData("\u212b", "\u00c5")]
    [InlineData("q\u0323\u0307 q\u0307\u0323", "q\u0323\u0307 q\u0323\u0307")]
    [InlineData("\u1112\u1161\u11ab", "\ud55c")]
    [InlineData("\u0915\u093c", "\u0915\u093c")]
    [InlineData("\u682a\u5f0f\u4f1a\u793e \ud83d\ude80", "\u682a\u5f0f\u4f1a\u793e \ud83d\ude80")]
    [InlineData("  blanks stay  ", "  blanks stay  ")]
    public void Normalize_Text_IsComposedWithSimpleLineEnds(string text, string expected) => TextForm.Normalize(text).Should().Be(expected);

    [Fact]
    public void Normalize_LoneSurrogate_IsKept() => TextForm.Normalize("e\u0301 \ud83d").Should().Be("\u00e9 \ud83d");

    [Fact]
    public void Normalize_Twice_ChangesNothing()
    {
        string[] texts = ["e\u0323\u0302", "\u1ec7", "\u0f73\u0f71", "\u1100\u1161\u11a8\u11a9", "\u05e9\u05c1\u05bc"];
        texts.Should().OnlyContain(t => TextForm.Normalize(TextForm.Normalize(t)) == TextForm.Normalize(t));
    }

    [Fact]
    public void Normalize_ComposedText_IsTheSameInstance()
    {
        var text = "\u65e5\u672c\u8a9e \u041c\u043e\u0441\u043a\u0432\u0430 M\u00fcller";
        TextForm.Normalize(text).Should().BeSameAs(text);
    }
}
