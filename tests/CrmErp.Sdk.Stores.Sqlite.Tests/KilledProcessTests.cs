using System.Diagnostics;
using System.Globalization;
using CrmErp.Sdk.State;
using Microsoft.Data.Sqlite;

namespace CrmErp.Sdk.Stores.Sqlite.Tests;

public sealed class KilledProcessTests : IDisposable
{
    private static readonly SpokeId Erp = new("erp", "10");

    private readonly SqliteFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_process_killed_between_or_within_commits_leaves_whole_commits_and_all_that_it_confirmed()
    {
        var file = _files.NewFile();
        var random = new Random(7);
        long last = 0;
        for (var round = 0; round < 5; round++)
        {
            var confirmed = await CommitUntilKilledAsync(file, TimeSpan.FromMilliseconds(random.Next(1, 120)));
            confirmed.Should().BeGreaterThan(last, "each process commits before it is killed");
            last = await ReadOneNumberAsync(file);
            last.Should().BeOneOf(confirmed, confirmed + 1);
        }
    }

    private static async Task<long> CommitUntilKilledAsync(string file, TimeSpan time)
    {
        var writer = Path.Combine(AppContext.BaseDirectory, "CrmErp.Sdk.Stores.Sqlite.Writer.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [writer, file]) { RedirectStandardOutput = true })!;
        var confirmed = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        var deadline = Stopwatch.StartNew();
        while (deadline.Elapsed < time)
        {
            confirmed = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        }

        process.Kill();
        for (var line = confirmed; line is not null; line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))
        {
            confirmed = line;
        }

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return long.Parse(confirmed!, CultureInfo.InvariantCulture);
    }

    private async Task<long> ReadOneNumberAsync(string file)
    {
        await using var store = await _files.OpenAsync(file, TestContext.Current.CancellationToken);
        var sequence = await store.GetSequenceAsync(TestContext.Current.CancellationToken);
        var text = sequence.ToString(CultureInfo.InvariantCulture);
        var ids = Enumerable.Range(1, 300).Select(i => new GoldenId(new Guid(i, 0, 0, new byte[8]))).ToArray();
        var aggregates = await store.ReadAggregatesAsync(TenantId.Default, ids, TestContext.Current.CancellationToken);
        aggregates.Should().HaveCount(300);
        aggregates.Should().OnlyContain(a => a.Golden.Version == sequence && a.Golden.Data == text && a.Links.Single().Shadow == text && a.Links.Single().Touched == sequence);
        aggregates[0].Outbox.Single().Detail.Should().Be(text);
        var found = await store.FindByKeysAsync(TenantId.Default, "Account", [new("Number", $"300/{text}"), new("Number", $"300/{sequence - 1}")], TestContext.Current.CancellationToken);
        found.Select(f => f.Hits.Count).Should().Equal(1, 0);
        var hints = await store.ReadHintsAsync(TenantId.Default, Erp, "Account", DateTimeOffset.MaxValue, 1000, TestContext.Current.CancellationToken);
        hints.Should().HaveCount(300).And.OnlyContain(h => h.Reason == text && h.Sequence == sequence);
        var staged = await store.ScanStageAsync(TenantId.Default, "Account", null, 10, TestContext.Current.CancellationToken);
        staged.Single().Record.Should().Be(text);
        var counts = await store.CountAsync(TenantId.Default, TestContext.Current.CancellationToken);
        (counts.Golden.Single().Count, counts.Links.Single().Count, counts.Staged.Single().Count).Should().Be((300, 300, 1));
        CheckIntegrity(file);
        return sequence;
    }

    private static void CheckIntegrity(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        command.ExecuteScalar().Should().Be("ok");
    }
}
