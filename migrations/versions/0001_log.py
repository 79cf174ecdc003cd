"""The log, its payloads, streams and head, and the guards that keep history as it was written.

The DDL stands in full for both engines. Guards are triggers: SQLite's deny-triggers for UPDATE and DELETE do not see
INSERT OR REPLACE, which a BEFORE INSERT guard refuses; PostgreSQL has TRUNCATE besides, and its triggers are made
ALWAYS so that a session in replica mode does not pass them.
"""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

SQLITE = (
    """
    CREATE TABLE streams (
        stream_id INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        version INTEGER NOT NULL CHECK (version >= 1)
    ) STRICT
    """,
    """
    CREATE TABLE log (
        position INTEGER PRIMARY KEY CHECK (position >= 1),
        record_id TEXT NOT NULL UNIQUE,
        stream_id INTEGER NOT NULL,
        version INTEGER NOT NULL CHECK (version >= 1),
        type TEXT NOT NULL,
        schema_version INTEGER NOT NULL,
        recorded_at TEXT NOT NULL,
        "by" TEXT NOT NULL,
        payload_hash BLOB NOT NULL CHECK (length(payload_hash) = 32),
        previous_hash BLOB NOT NULL CHECK (length(previous_hash) = 32),
        hash BLOB NOT NULL CHECK (length(hash) = 32),
        UNIQUE (stream_id, version)
    ) STRICT
    """,
    """
    CREATE TABLE payloads (
        position INTEGER PRIMARY KEY,
        salt BLOB NOT NULL,
        bytes BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE head (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        position INTEGER NOT NULL,
        hash BLOB NOT NULL,
        recorded_at TEXT
    ) STRICT
    """,
    """
    CREATE TABLE projections (
        name TEXT PRIMARY KEY NOT NULL,
        version INTEGER NOT NULL,
        position INTEGER NOT NULL,
        stopped TEXT
    ) STRICT
    """,
    "INSERT INTO head (id, position, hash) VALUES (1, 0, zeroblob(32))",
    """
    CREATE TRIGGER log_insert BEFORE INSERT ON log BEGIN
        SELECT RAISE(ABORT, 'log: a record comes right after the last one and never replaces another')
        WHERE NEW.position IS NOT (SELECT ifnull(max(position), 0) + 1 FROM log)
           OR EXISTS (SELECT 1 FROM log WHERE record_id = NEW.record_id)
           OR EXISTS (SELECT 1 FROM log WHERE stream_id = NEW.stream_id AND version = NEW.version);
    END
    """,
    """
    CREATE TRIGGER log_update BEFORE UPDATE ON log BEGIN
        SELECT RAISE(ABORT, 'log: records are never changed');
    END
    """,
    """
    CREATE TRIGGER log_delete BEFORE DELETE ON log BEGIN
        SELECT RAISE(ABORT, 'log: records are never deleted');
    END
    """,
    """
    CREATE TRIGGER payloads_insert BEFORE INSERT ON payloads BEGIN
        SELECT RAISE(ABORT, 'payloads: those of committed records are never replaced')
        WHERE NEW.position <= (SELECT position FROM head);
    END
    """,
    """
    CREATE TRIGGER payloads_update BEFORE UPDATE ON payloads BEGIN
        SELECT RAISE(ABORT, 'payloads: they are never changed');
    END
    """,
    """
    CREATE TRIGGER payloads_delete BEFORE DELETE ON payloads BEGIN
        SELECT RAISE(ABORT, 'payloads: one is deleted only after a PayloadErased record names it')
        WHERE NOT EXISTS (
            SELECT 1 FROM streams JOIN log USING (stream_id)
            WHERE name = 'erased/' || OLD.position AND type = 'PayloadErased'
        );
    END
    """,
    """
    CREATE TRIGGER streams_insert BEFORE INSERT ON streams BEGIN
        SELECT RAISE(ABORT, 'streams: none replaces another')
        WHERE EXISTS (SELECT 1 FROM streams WHERE name = NEW.name)
           OR EXISTS (SELECT 1 FROM streams WHERE stream_id = NEW.stream_id);
    END
    """,
    """
    CREATE TRIGGER streams_update BEFORE UPDATE ON streams BEGIN
        SELECT RAISE(ABORT, 'streams: they keep their names and only grow')
        WHERE NEW.stream_id <> OLD.stream_id OR NEW.name <> OLD.name OR NEW.version < OLD.version;
    END
    """,
    """
    CREATE TRIGGER streams_delete BEFORE DELETE ON streams BEGIN
        SELECT RAISE(ABORT, 'streams: they are never deleted');
    END
    """,
    """
    CREATE TRIGGER head_insert BEFORE INSERT ON head BEGIN
        SELECT RAISE(ABORT, 'head: there is one');
    END
    """,
    """
    CREATE TRIGGER head_update BEFORE UPDATE ON head BEGIN
        SELECT RAISE(ABORT, 'head: it moves forward to a record of the log')
        WHERE NEW.id <> 1 OR NEW.position < OLD.position OR NEW.recorded_at < OLD.recorded_at
           OR (NEW.position > 0 AND NEW.hash IS NOT (SELECT hash FROM log WHERE position = NEW.position));
    END
    """,
    """
    CREATE TRIGGER head_delete BEFORE DELETE ON head BEGIN
        SELECT RAISE(ABORT, 'head: it is never deleted');
    END
    """,
)

_REFUSAL = """
    CREATE FUNCTION timeline_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = TG_ARGV[0];
    END $$
"""


def _guard(name: str, events: str, message: str) -> tuple[str, str]:
    """A trigger that refuses statements outright, and its promotion to ALWAYS."""
    table = name.split("_")[0]
    each = "STATEMENT" if events == "TRUNCATE" else "ROW"
    call = f"EXECUTE FUNCTION timeline_refuse('{message}')"
    return (
        f"CREATE TRIGGER {name} BEFORE {events} ON {table} FOR EACH {each} {call}",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
    )


def _check(name: str, when: str, body: str, message: str) -> tuple[str, str, str]:
    """A trigger that refuses where ``body`` (a condition) holds."""
    table = name.split("_")[0]
    function = f"""
        CREATE FUNCTION timeline_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {body} THEN
                RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = '{message}';
            END IF;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            RETURN NEW;
        END $$
    """
    return (
        function,
        f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION timeline_{name}()",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
    )


POSTGRESQL = (
    """
    CREATE TABLE streams (
        stream_id bigint PRIMARY KEY,
        name text COLLATE "C" NOT NULL UNIQUE,
        version bigint NOT NULL CHECK (version >= 1)
    )
    """,
    """
    CREATE TABLE log (
        position bigint PRIMARY KEY CHECK (position >= 1),
        record_id text COLLATE "C" NOT NULL UNIQUE,
        stream_id bigint NOT NULL,
        version bigint NOT NULL CHECK (version >= 1),
        type text COLLATE "C" NOT NULL,
        schema_version integer NOT NULL,
        recorded_at text COLLATE "C" NOT NULL,
        "by" text COLLATE "C" NOT NULL,
        payload_hash bytea NOT NULL CHECK (length(payload_hash) = 32),
        previous_hash bytea NOT NULL CHECK (length(previous_hash) = 32),
        hash bytea NOT NULL CHECK (length(hash) = 32),
        UNIQUE (stream_id, version)
    )
    """,
    "CREATE TABLE payloads (position bigint PRIMARY KEY, salt bytea NOT NULL, bytes bytea NOT NULL)",
    """
    CREATE TABLE head (
        id integer PRIMARY KEY CHECK (id = 1),
        position bigint NOT NULL,
        hash bytea NOT NULL,
        recorded_at text COLLATE "C"
    )
    """,
    """
    CREATE TABLE projections (
        name text COLLATE "C" PRIMARY KEY,
        version integer NOT NULL,
        position bigint NOT NULL,
        stopped text
    )
    """,
    "INSERT INTO head (id, position, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'))",
    _REFUSAL,
    *_check(
        "log_insert",
        "AFTER INSERT ON log REFERENCING NEW TABLE AS added FOR EACH STATEMENT",
        "(SELECT min(position) <> (SELECT position + 1 FROM head) OR max(position) - min(position) + 1 <> count(*)"
        " FROM added)",
        "log: a record comes right after the last one and never replaces another",
    ),
    *_guard("log_update", "UPDATE", "log: records are never changed"),
    *_guard("log_delete", "DELETE", "log: records are never deleted"),
    *_guard("log_truncate", "TRUNCATE", "log: records are never deleted"),
    *_check(
        "payloads_insert",
        "AFTER INSERT ON payloads REFERENCING NEW TABLE AS added FOR EACH STATEMENT",
        "(SELECT min(position) <= (SELECT position FROM head) FROM added)",
        "payloads: those of committed records are never replaced",
    ),
    *_guard("payloads_update", "UPDATE", "payloads: they are never changed"),
    *_check(
        "payloads_delete",
        "BEFORE DELETE ON payloads FOR EACH ROW",
        "NOT EXISTS (SELECT 1 FROM streams JOIN log USING (stream_id)"
        " WHERE name = 'erased/' || OLD.position AND type = 'PayloadErased')",
        "payloads: one is deleted only after a PayloadErased record names it",
    ),
    *_guard("payloads_truncate", "TRUNCATE", "payloads: one is deleted only after a PayloadErased record names it"),
    *_check(
        "streams_update",
        "BEFORE UPDATE ON streams FOR EACH ROW",
        "NEW.stream_id <> OLD.stream_id OR NEW.name <> OLD.name OR NEW.version < OLD.version",
        "streams: they keep their names and only grow",
    ),
    *_guard("streams_delete", "DELETE", "streams: they are never deleted"),
    *_guard("streams_truncate", "TRUNCATE", "streams: they are never deleted"),
    *_guard("head_insert", "INSERT", "head: there is one"),
    *_check(
        "head_update",
        "BEFORE UPDATE ON head FOR EACH ROW",
        "NEW.id <> 1 OR NEW.position < OLD.position OR NEW.recorded_at < OLD.recorded_at OR (NEW.position > 0"
        " AND NEW.hash IS DISTINCT FROM (SELECT hash FROM log WHERE position = NEW.position))",
        "head: it moves forward to a record of the log",
    ),
    *_guard("head_delete", "DELETE", "head: it is never deleted"),
    *_guard("head_truncate", "TRUNCATE", "head: it is never deleted"),
)


def upgrade() -> None:
    """Create the tables and their guards."""
    connection = op.get_bind()
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        connection.exec_driver_sql(statement)
