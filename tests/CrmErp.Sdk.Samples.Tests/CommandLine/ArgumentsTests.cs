using CrmErp.Samples.QuoteToCash;

namespace CrmErp.Sdk.Samples.Tests.CommandLine;

public sealed class ArgumentsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("arguments-").FullName;

    [Theory]
    [InlineData("--seed needs a whole number*'x'*", "--seed", "x")]
    [InlineData("--seed needs a whole number*'-1'*", "--seed", "-1")]
    [InlineData("--seed needs a whole number*'99999999999'*", "--seed", "99999999999")]
    [InlineData("--seed needs a value.", "--seed")]
    [InlineData("--accounts needs a whole number from 100 to*'0'*", "--accounts", "0")]
    [InlineData("--accounts needs a whole number from 100 to*'many'*", "--accounts", "many")]
    [InlineData("--accounts needs a whole number from 100 to*'2,000'*", "--accounts", "2,000")]
    [InlineData("'foo' is no known CRM. Known: salesforce.", "--crm", "foo")]
    [InlineData("'' is no known CRM*", "--crm", " ")]
    [InlineData("'sap' is no known ERP. Known: businesscentral.", "--erp", "sap")]
    [InlineData("'--acounts' is no option*--accounts*--help*", "--acounts", "10")]
    [InlineData("'go' is no option*", "go")]
    [InlineData("--keep needs a value.", "--keep", "")]
    public void What_cannot_be_understood_is_one_clear_line(string line, params string[] args)
    {
        Arguments.TryParse(args, out var arguments, out var problem).Should().BeFalse();

        arguments.Should().BeNull();
        problem.Should().Match(line.Replace("''", "' '", StringComparison.Ordinal)).And.NotContain("\n");
    }

    [Fact]
    public void Options_come_in_any_order()
    {
        Arguments.TryParse(["--json", "--seed", "7", "--tamper", "--accounts", "150", "--erp", "businesscentral", "--crm", "salesforce", "--keep", "there"], out var arguments, out _).Should().BeTrue();

        arguments.Should().Be(new Arguments { Json = true, Seed = 7, Tamper = true, Accounts = 150, Keep = "there" });
    }

    [Fact]
    public void A_file_is_no_folder_to_keep_things_in()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        Folders.TryOpen(file, out var folder, out var problem).Should().BeFalse();

        folder.Should().BeNull();
        problem.Should().Be($"--keep needs a folder; '{file}' is a file.");
        Folders.TryOpen(Path.Combine(file, "below"), out _, out problem).Should().BeFalse();
        problem.Should().StartWith("--keep needs a folder that can be written;").And.NotContain("\n");
    }

    [Fact]
    public void A_folder_is_made_and_what_a_former_run_left_is_removed()
    {
        var keep = Path.Combine(_folder, "new", "run");
        Folders.TryOpen(keep, out var folder, out _).Should().BeTrue();
        File.WriteAllText(Path.Combine(folder!, "sync.db-wal"), "old");
        File.WriteAllText(Path.Combine(folder!, "mine.txt"), "mine");

        Folders.TryOpen(keep, out _, out _).Should().BeTrue();

        Directory.EnumerateFiles(folder!).Select(Path.GetFileName).Should().Equal("mine.txt");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
