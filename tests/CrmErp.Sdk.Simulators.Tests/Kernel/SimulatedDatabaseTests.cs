using CrmErp.Sdk.Simulators.Journal;
using CrmErp.Sdk.Simulators.Storage;
using Microsoft.Extensions.Time.Testing;

namespace CrmErp.Sdk.Simulators.Tests.Kernel;

public sealed class SimulatedDatabaseTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 8, 0, 0, 500, TimeSpan.Zero));
    private readonly WriteJournal _journal = new(fields: true);
    private readonly SimulatedDatabase _database;
    private readonly SimulatedTable _table;
    private readonly LookupIndex _byCode;

    public SimulatedDatabaseTests()
    {
        _database = new SimulatedDatabase(_time, _journal, TimeSpan.FromSeconds(1));
        _table = new SimulatedTable(new TableSchema("things", StringComparer.Ordinal, [new FieldDefinition("code"), new FieldDefinition("name")]));
        _byCode = _table.Add(new LookupIndex(r => r[0] as string, unique: true));
    }

    [Fact]
    public void Stamps_are_cut_to_the_resolution()
    {
        var record = Insert("1", "A");

        record.Modified.Should().Be(new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void An_exception_undoes_the_transaction()
    {
        Insert("1", "A");

        var act = () => _database.Write<bool>("sdk", t =>
        {
            t.Update(_table, _table.Find("1")!, ["B", "x"]);
            t.Insert(_table, "2", ["C", "y"]);
            t.OnCommit(() => throw new InvalidOperationException("must not run"));
            throw new FormatException();
        });

        act.Should().Throw<FormatException>();
        _table.Count.Should().Be(1);
        _byCode.First("A").Should().Be("1");
        _byCode.First("B").Should().BeNull();
        _journal.LastSequence.Should().Be(1);
    }

    [Fact]
    public void A_savepoint_undoes_only_what_came_after()
    {
        var run = new List<string>();
        _database.Write("sdk", t =>
        {
            t.Insert(_table, "1", ["A", null]);
            t.OnCommit(() => run.Add("1"));
            var savepoint = t.Savepoint;
            t.Insert(_table, "2", ["B", null]);
            t.OnCommit(() => run.Add("2"));
            t.RollBack(savepoint);
            return true;
        });

        _table.Live.Select(r => r.Id).Should().Equal("1");
        run.Should().Equal("1");
    }

    [Fact]
    public void A_late_commit_appears_when_it_is_due_and_in_the_order_of_its_stamp()
    {
        _database.Write("people", t => t.Insert(_table, "1", ["A", null]), TimeSpan.FromSeconds(30));
        _time.Advance(TimeSpan.FromSeconds(10));
        Insert("2", "B");

        _database.Read(() => _table.Find("1")).Should().BeNull();
        _time.Advance(TimeSpan.FromSeconds(20));

        _database.Read(() => _table.Scan(_table.ByModified, default).Select(r => r.Id).ToList()).Should().Equal("1", "2");
        _journal.Since(0).Select(e => e.Id).Should().Equal("2", "1");
    }

    [Fact]
    public void A_late_commit_whose_unique_key_was_taken_comes_first_and_the_taker_starts_again()
    {
        _database.Write("people", t => t.Insert(_table, "1", ["A", null]), TimeSpan.FromSeconds(30));

        var holder = _database.Write("sdk", t => _byCode.First("A") is { } id ? id : t.Insert(_table, "2", ["A", null]).Id);

        holder.Should().Be("1");
        _database.Read(() => _table.Count).Should().Be(1);
    }

    [Fact]
    public void A_deleted_record_leaves_a_tombstone_that_can_come_back()
    {
        Insert("1", "A");
        _time.Advance(TimeSpan.FromSeconds(5));

        _database.Write("sdk", t => t.Delete(_table, _table.Find("1")!));
        var dead = _database.Read(() => _table.ScanTombstones(default).Single());
        _byCode.First("A").Should().BeNull();
        _database.Write("sdk", t => t.Undelete(_table, dead));

        dead.Deleted.Should().BeTrue();
        dead.Modified.Second.Should().Be(5);
        _database.Read(() => _table.Find("1")!.Deleted).Should().BeFalse();
        _journal.Since(0).Select(e => e.Operation).Should().Equal(WriteOperation.Create, WriteOperation.Delete, WriteOperation.Create);
    }

    [Fact]
    public void An_update_names_the_fields_that_changed()
    {
        Insert("1", "A");

        _database.Write("sdk", t => t.Update(_table, _table.Find("1")!, ["A", "new"]));

        _journal.Since(1).Single().Fields.Should().Equal("name");
    }

    private StoredRecord Insert(string id, string code) => _database.Write("sdk", t => t.Insert(_table, id, [code, null]));
}
