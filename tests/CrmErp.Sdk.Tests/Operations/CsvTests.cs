using CrmErp.Sdk.Operations;

namespace CrmErp.Sdk.Tests.Operations;

public class CsvTests
{
    [Fact]
    public void What_is_written_is_read_again()
    {
        string[][] rows = [["a", "b,c", "say \"hi\"", ""], ["line\r\nbreak", " blank ", "ünï", "x"]];

        var read = Csv.Read(new StringReader(string.Concat(rows.Select(Csv.Line)))).ToArray();

        read.Select(r => r.Cells).Should().BeEquivalentTo(rows, o => o.WithStrictOrdering());
        read.Select(r => r.Line).Should().Equal(1, 2);
    }

    [Theory]
    [InlineData("\uFEFFa,b\n\n1,2", "a|b;1|2")]
    [InlineData("a,b\r\n1,\r\n", "a|b;1|")]
    [InlineData("a,\"b\nc\",d\n", "a|b\nc|d")]
    [InlineData("", "")]
    public void Marks_empty_lines_and_line_ends_of_any_kind_are_understood(string text, string expected) =>
        string.Join(';', Csv.Read(new StringReader(text)).Select(r => string.Join('|', r.Cells))).Should().Be(expected);

    [Theory]
    [InlineData("a\n\"b", "Line 2:*does not end*")]
    [InlineData("a\"b", "Line 1:*middle*")]
    [InlineData("\"a\"b", "Line 1:*after the end*")]
    public void A_broken_quote_names_its_line(string text, string message)
    {
        var read = () => Csv.Read(new StringReader(text)).ToArray();

        read.Should().Throw<FormatException>().WithMessage(message);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@x", "'@x")]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    public void A_value_is_never_a_formula(string value, string shown) => Csv.Shown(value).Should().Be(shown);
}
