namespace CrmErp.Sdk.Stores.Sqlite.Schema;

/// <summary>
/// The first schema. What decides it: page look-ups by external id run in key order over a narrow clustered table (link); what the
/// engine loads with a golden record is clustered by golden record (link_shadow, outbox); keys are 16-byte blobs and small
/// integers for names (name), which all hang below their tenant; queues have partial indexes that are empty when the queue is.
/// Times are ticks of 100 nanoseconds since the year 1, UTC. Views whose names end in _view are for people.
/// </summary>
internal static class Schema1
{
    public const string Sql = """
        CREATE TABLE counter (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          sequence INTEGER NOT NULL,
          fence INTEGER NOT NULL
        );
        INSERT INTO counter VALUES (1, 0, 0);

        -- kind 1 tenant, 2 connection (of a tenant), 3 spoke: a scope (of a connection), 4 object (of a spoke), 5 entity (of a tenant), 6 match rule
        CREATE TABLE name (
          name_id INTEGER PRIMARY KEY,
          kind INTEGER NOT NULL,
          parent INTEGER NOT NULL,
          text TEXT NOT NULL,
          UNIQUE (kind, parent, text)
        );

        CREATE TABLE golden (
          golden_key INTEGER PRIMARY KEY,
          tenant_id INTEGER NOT NULL,
          id BLOB NOT NULL,
          entity_id INTEGER NOT NULL,
          state INTEGER NOT NULL,
          version INTEGER NOT NULL,
          merged_into BLOB,
          keys TEXT,
          refs TEXT,
          provenance TEXT NOT NULL,
          data TEXT NOT NULL,
          UNIQUE (tenant_id, id)
        );
        CREATE INDEX golden_entity ON golden (entity_id, state, id);

        CREATE TABLE match_key (
          entity_id INTEGER NOT NULL,
          rule_id INTEGER NOT NULL,
          key TEXT NOT NULL,
          golden BLOB NOT NULL,
          PRIMARY KEY (entity_id, rule_id, key, golden)
        ) WITHOUT ROWID;

        CREATE TABLE golden_reference (
          tenant_id INTEGER NOT NULL,
          target BLOB NOT NULL,
          golden BLOB NOT NULL,
          PRIMARY KEY (tenant_id, target, golden)
        ) WITHOUT ROWID;

        CREATE TABLE link (
          object_id INTEGER NOT NULL,
          id TEXT NOT NULL,
          tenant_id INTEGER NOT NULL,
          golden BLOB NOT NULL,
          entity_id INTEGER NOT NULL,
          state INTEGER NOT NULL,
          touched INTEGER NOT NULL,
          map_hash INTEGER NOT NULL,
          hash BLOB NOT NULL,
          modified INTEGER,
          version TEXT,
          PRIMARY KEY (object_id, id)
        ) WITHOUT ROWID;

        CREATE TABLE link_shadow (
          tenant_id INTEGER NOT NULL,
          golden BLOB NOT NULL,
          object_id INTEGER NOT NULL,
          id TEXT NOT NULL,
          active_spoke INTEGER,
          shadow TEXT,
          PRIMARY KEY (tenant_id, golden, object_id, id)
        ) WITHOUT ROWID;

        CREATE TABLE outbox (
          tenant_id INTEGER NOT NULL,
          golden BLOB NOT NULL,
          spoke_id INTEGER NOT NULL,
          entity_id INTEGER NOT NULL,
          claimable INTEGER NOT NULL,
          state INTEGER NOT NULL,
          lane INTEGER NOT NULL,
          not_before INTEGER NOT NULL,
          since INTEGER NOT NULL,
          attempts INTEGER NOT NULL,
          fence INTEGER NOT NULL,
          lease_until INTEGER,
          must_read INTEGER NOT NULL,
          create_in_flight INTEGER NOT NULL,
          cause TEXT NOT NULL,
          problem TEXT,
          waits_on TEXT,
          detail TEXT,
          flight TEXT,
          PRIMARY KEY (tenant_id, golden, spoke_id)
        ) WITHOUT ROWID;
        CREATE INDEX outbox_claimable ON outbox (spoke_id, entity_id, lane, not_before, golden) WHERE claimable = 1;
        CREATE INDEX outbox_flight ON outbox (spoke_id, golden) WHERE flight IS NOT NULL;
        CREATE INDEX outbox_create ON outbox (spoke_id, entity_id, golden) WHERE create_in_flight = 1;
        CREATE INDEX outbox_parked ON outbox (spoke_id, entity_id, cause) WHERE state = 3;

        CREATE TABLE outbox_wait (
          spoke_id INTEGER NOT NULL,
          waits_on BLOB NOT NULL,
          golden BLOB NOT NULL,
          PRIMARY KEY (spoke_id, waits_on, golden)
        ) WITHOUT ROWID;

        -- golden is the empty blob and object_id 0 where the item is about none
        CREATE TABLE open_item (
          item_key INTEGER PRIMARY KEY,
          tenant_id INTEGER NOT NULL,
          golden BLOB NOT NULL,
          kind INTEGER NOT NULL,
          field_group TEXT NOT NULL,
          spoke_id INTEGER NOT NULL,
          object_id INTEGER NOT NULL,
          id TEXT NOT NULL,
          entity_id INTEGER NOT NULL,
          cause TEXT NOT NULL,
          problem TEXT,
          since INTEGER NOT NULL,
          sequence INTEGER NOT NULL,
          keys TEXT,
          detail TEXT NOT NULL,
          UNIQUE (tenant_id, golden, kind, field_group, spoke_id, object_id, id)
        );
        CREATE INDEX open_item_record ON open_item (object_id, id) WHERE object_id <> 0;

        CREATE TABLE open_item_key (
          entity_id INTEGER NOT NULL,
          rule_id INTEGER NOT NULL,
          key TEXT NOT NULL,
          item_key INTEGER NOT NULL,
          PRIMARY KEY (entity_id, rule_id, key, item_key)
        ) WITHOUT ROWID;

        CREATE TABLE hint (
          object_id INTEGER NOT NULL,
          id TEXT NOT NULL,
          spoke_id INTEGER NOT NULL,
          entity_id INTEGER NOT NULL,
          object TEXT NOT NULL,
          sequence INTEGER NOT NULL,
          not_before INTEGER NOT NULL,
          since INTEGER NOT NULL,
          lane INTEGER NOT NULL,
          reason TEXT NOT NULL,
          PRIMARY KEY (object_id, id)
        ) WITHOUT ROWID;
        CREATE INDEX hint_order ON hint (spoke_id, entity_id, lane, since, object, id);

        CREATE TABLE stage (
          stage_key INTEGER PRIMARY KEY,
          object_id INTEGER NOT NULL,
          id TEXT NOT NULL,
          entity_id INTEGER NOT NULL,
          sequence INTEGER NOT NULL,
          strong_keys TEXT,
          weak_keys TEXT,
          record TEXT,
          UNIQUE (object_id, id)
        );

        CREATE TABLE stage_match_key (
          entity_id INTEGER NOT NULL,
          rule_id INTEGER NOT NULL,
          key TEXT NOT NULL,
          stage_key INTEGER NOT NULL,
          PRIMARY KEY (entity_id, rule_id, key, stage_key)
        ) WITHOUT ROWID;

        CREATE TABLE stream (
          spoke_id INTEGER NOT NULL,
          entity_id INTEGER NOT NULL,
          tenant_id INTEGER NOT NULL,
          object TEXT NOT NULL,
          phase INTEGER NOT NULL,
          drained_from INTEGER NOT NULL,
          window_from INTEGER NOT NULL,
          fence INTEGER NOT NULL,
          lease_until INTEGER,
          next_due INTEGER,
          last_drained INTEGER,
          cursor TEXT,
          checkpoints TEXT NOT NULL,
          PRIMARY KEY (spoke_id, entity_id)
        ) WITHOUT ROWID;

        CREATE TABLE judgement (
          entity_id INTEGER NOT NULL,
          first TEXT NOT NULL,
          second TEXT NOT NULL,
          same INTEGER NOT NULL,
          actor TEXT NOT NULL,
          at INTEGER NOT NULL,
          PRIMARY KEY (entity_id, first, second)
        ) WITHOUT ROWID;
        CREATE INDEX judgement_second ON judgement (entity_id, second);

        CREATE TABLE derived (
          tenant_id INTEGER NOT NULL,
          cause BLOB NOT NULL,
          name TEXT NOT NULL,
          golden BLOB,
          PRIMARY KEY (tenant_id, cause, name)
        ) WITHOUT ROWID;

        CREATE TABLE map_version (
          tenant_id INTEGER NOT NULL,
          connection TEXT NOT NULL,
          entity_id INTEGER NOT NULL,
          hash INTEGER NOT NULL,
          state TEXT NOT NULL,
          at INTEGER NOT NULL,
          definition TEXT NOT NULL,
          PRIMARY KEY (tenant_id, connection, entity_id, hash)
        ) WITHOUT ROWID;

        CREATE TABLE setting (
          tenant_id INTEGER NOT NULL,
          name TEXT NOT NULL,
          version INTEGER NOT NULL,
          value TEXT NOT NULL,
          PRIMARY KEY (tenant_id, name)
        ) WITHOUT ROWID;

        -- audit_key is the commit's sequence * 1048576 + the entry's number within the commit
        CREATE TABLE audit (
          tenant_id INTEGER NOT NULL,
          audit_key INTEGER NOT NULL,
          at INTEGER NOT NULL,
          golden BLOB,
          entity_id INTEGER NOT NULL,
          kind TEXT NOT NULL,
          field TEXT,
          origin TEXT,
          rule TEXT,
          actor TEXT,
          run_id BLOB NOT NULL,
          detail TEXT,
          PRIMARY KEY (tenant_id, audit_key)
        ) WITHOUT ROWID;
        CREATE INDEX audit_golden ON audit (tenant_id, golden, audit_key) WHERE golden IS NOT NULL;

        CREATE TABLE run (
          tenant_id INTEGER NOT NULL,
          id BLOB NOT NULL,
          trigger TEXT NOT NULL,
          started INTEGER NOT NULL,
          ended INTEGER,
          outcome TEXT NOT NULL,
          counts TEXT NOT NULL,
          PRIMARY KEY (tenant_id, id)
        ) WITHOUT ROWID;
        CREATE INDEX run_started ON run (tenant_id, started, id);

        -- what would take a full scan to count: kind 1 golden (entity, state), 2 links (entity, spoke, state), 3 stage (entity, object, 1 for tombstones)
        CREATE TABLE tally (
          tenant_id INTEGER NOT NULL,
          kind INTEGER NOT NULL,
          a INTEGER NOT NULL,
          b INTEGER NOT NULL,
          c INTEGER NOT NULL,
          count INTEGER NOT NULL,
          PRIMARY KEY (tenant_id, kind, a, b, c)
        ) WITHOUT ROWID;

        CREATE VIEW spoke_view AS
          SELECT s.name_id AS spoke_id, t.name_id AS tenant_id, t.text AS tenant, c.text AS connection, s.text AS scope
          FROM name s JOIN name c ON c.name_id = s.parent JOIN name t ON t.name_id = c.parent WHERE s.kind = 3;
        CREATE VIEW object_view AS
          SELECT o.name_id AS object_id, s.tenant, s.connection, s.scope, o.text AS object
          FROM name o JOIN spoke_view s ON s.spoke_id = o.parent WHERE o.kind = 4;
        CREATE VIEW golden_view AS
          SELECT t.text AS tenant, lower(hex(g.id)) AS id, e.text AS entity,
            CASE g.state WHEN 1 THEN 'live' WHEN 2 THEN 'reserved' WHEN 3 THEN 'deleted' WHEN 4 THEN 'merged' END AS state,
            g.version, lower(hex(g.merged_into)) AS merged_into, g.data, g.provenance, g.keys
          FROM golden g JOIN name t ON t.name_id = g.tenant_id JOIN name e ON e.name_id = g.entity_id;
        CREATE VIEW link_view AS
          SELECT o.tenant, o.connection, o.scope, o.object, l.id, e.text AS entity, lower(hex(l.golden)) AS golden_id,
            CASE l.state WHEN 1 THEN 'reserved' WHEN 2 THEN 'active' WHEN 3 THEN 'frozen' WHEN 4 THEN 'consumed' WHEN 5 THEN 'gone' END AS state,
            l.version, datetime((l.modified - 621355968000000000) / 10000000, 'unixepoch') AS modified, l.touched, s.shadow
          FROM link l JOIN object_view o ON o.object_id = l.object_id JOIN name e ON e.name_id = l.entity_id
          JOIN link_shadow s ON s.tenant_id = l.tenant_id AND s.golden = l.golden AND s.object_id = l.object_id AND s.id = l.id;
        CREATE VIEW outbox_view AS
          SELECT s.tenant, s.connection, s.scope, e.text AS entity, lower(hex(o.golden)) AS golden_id,
            CASE o.state WHEN 1 THEN 'due' WHEN 2 THEN 'waiting' WHEN 3 THEN 'parked' WHEN 4 THEN 'withheld' END AS state,
            o.cause, o.problem, o.detail, o.waits_on, o.lane, o.attempts, o.flight IS NOT NULL AS in_flight,
            datetime((o.not_before - 621355968000000000) / 10000000, 'unixepoch') AS not_before,
            datetime((o.since - 621355968000000000) / 10000000, 'unixepoch') AS since
          FROM outbox o JOIN spoke_view s ON s.spoke_id = o.spoke_id JOIN name e ON e.name_id = o.entity_id;
        CREATE VIEW open_item_view AS
          SELECT s.tenant, s.connection, s.scope, e.text AS entity, i.kind, i.cause, i.problem, i.field_group,
            lower(hex(i.golden)) AS golden_id, o.text AS object, i.id AS record_id, i.detail,
            datetime((i.since - 621355968000000000) / 10000000, 'unixepoch') AS since
          FROM open_item i JOIN spoke_view s ON s.spoke_id = i.spoke_id JOIN name e ON e.name_id = i.entity_id
          LEFT JOIN name o ON o.name_id = i.object_id;
        CREATE VIEW audit_view AS
          SELECT t.text AS tenant, a.audit_key / 1048576 AS sequence, datetime((a.at - 621355968000000000) / 10000000, 'unixepoch') AS at,
            a.kind, e.text AS entity, lower(hex(a.golden)) AS golden_id, a.field, a.origin, a.rule, a.actor, lower(hex(a.run_id)) AS run_id, a.detail
          FROM audit a JOIN name t ON t.name_id = a.tenant_id JOIN name e ON e.name_id = a.entity_id;
        """;
}
