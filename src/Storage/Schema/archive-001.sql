-- Lichen's archive: every outcome ever paid for, by key. Shared by all campaigns of a user.
-- Times are UTC, ISO 8601. Units are in the column names. A basis says how a number is known:
-- measured, modelled or assumed.

CREATE TABLE calculation (
    id INTEGER PRIMARY KEY,
    -- SHA-256, lower-case hexadecimal, of the lines: lichen-key-1, smiles, charge, multiplicity, level,
    -- conformers, engine_version; joined by line feeds, UTF-8.
    key TEXT NOT NULL CHECK (length(key) = 64),

    -- What was computed: the parts of the key.
    smiles TEXT NOT NULL,            -- canonical isomeric SMILES
    charge INTEGER NOT NULL,         -- elementary charges
    multiplicity INTEGER NOT NULL,   -- unpaired electrons + 1
    level TEXT NOT NULL,             -- level of theory, as METHOD/BASIS//GEOMETRY, SOLVATION
    conformers TEXT NOT NULL,        -- policy that made the start geometry
    engine_version TEXT NOT NULL,    -- engine and its semantic version

    -- What the user called it; not part of the key.
    candidate_id TEXT NOT NULL,
    candidate_row INTEGER NOT NULL,  -- row of the user's file, from 1
    heavy_atoms INTEGER NOT NULL,
    atoms INTEGER NOT NULL,
    electrons INTEGER NOT NULL,
    elements TEXT NOT NULL,          -- symbols, separated by spaces

    -- What came of it.
    status TEXT NOT NULL CHECK (status IN ('computed', 'failed')),
    failure_kind TEXT CHECK (failure_kind IN ('input', 'convergence', 'resources', 'transient')),
    failure_code TEXT,
    failure_reason TEXT,

    -- What made it.
    program TEXT NOT NULL,
    program_version TEXT NOT NULL,
    settings TEXT NOT NULL,          -- everything that may change a number
    input_sha256 TEXT NOT NULL,      -- of the program's input; empty where there is none

    -- What the run that gave this outcome took.
    run_cpu_seconds REAL NOT NULL,   -- whole process tree, user and system
    run_wall_seconds REAL NOT NULL,
    run_peak_memory_bytes INTEGER NOT NULL,
    run_basis TEXT NOT NULL CHECK (run_basis IN ('measured', 'modelled', 'assumed')),

    -- What is booked for it, cures and earlier attempts of the same decision included.
    cost_cpu_seconds REAL NOT NULL,
    cost_wall_seconds REAL NOT NULL,
    cost_peak_memory_bytes INTEGER NOT NULL,
    cost_basis TEXT NOT NULL CHECK (cost_basis IN ('measured', 'modelled', 'assumed')),
    energy_kwh REAL NOT NULL,        -- PUE included
    energy_basis TEXT NOT NULL CHECK (energy_basis IN ('measured', 'modelled', 'assumed')),
    co2e_g REAL NOT NULL,            -- modelled: energy times grid intensity
    money REAL NOT NULL,             -- in the paying campaign's currency

    -- Who paid.
    run TEXT NOT NULL,               -- identity of the campaign's run
    decision INTEGER NOT NULL,       -- number of the decision in that run
    attempt INTEGER NOT NULL,        -- 1, or more where one decision left several outcomes
    finished_at TEXT NOT NULL,

    CHECK ((status = 'failed') = (failure_kind IS NOT NULL)),
    CHECK ((status = 'failed') = (failure_code IS NOT NULL)),
    CHECK ((status = 'failed') = (failure_reason IS NOT NULL))
) STRICT;

CREATE INDEX calculation_key ON calculation (key, status);
CREATE UNIQUE INDEX calculation_paid_by ON calculation (run, decision, attempt);

-- Values of computed calculations, one row each.
CREATE TABLE property (
    calculation INTEGER NOT NULL REFERENCES calculation (id),
    property TEXT NOT NULL,
    unit TEXT NOT NULL,              -- 'undeclared' where nobody said it
    value REAL NOT NULL,
    PRIMARY KEY (calculation, property)
) STRICT, WITHOUT ROWID;

-- The geometry that the values belong to, as a QCSchema molecule (qcschema_molecule, version 2):
-- "symbols" and "geometry", the latter flat, x y z of each atom in turn, in bohr, every digit kept.
CREATE TABLE geometry (
    calculation INTEGER PRIMARY KEY REFERENCES calculation (id),
    qcschema TEXT NOT NULL CHECK (json_valid(qcschema))
) STRICT;

-- Every value with what it belongs to: the table most people want.
CREATE VIEW result AS
SELECT c.key, c.candidate_id, c.smiles, c.charge, c.multiplicity, c.level, c.conformers, c.engine_version,
       p.property, p.unit, p.value, c.cost_cpu_seconds, c.energy_kwh, c.co2e_g, c.run, c.decision, c.finished_at
FROM calculation AS c JOIN property AS p ON p.calculation = c.id;

-- Every failure with its cost.
CREATE VIEW failure AS
SELECT key, candidate_id, smiles, charge, multiplicity, level, engine_version, failure_kind, failure_code,
       failure_reason, cost_cpu_seconds, energy_kwh, co2e_g, run, decision, attempt, finished_at
FROM calculation WHERE status = 'failed';

-- Geometries as XYZ files in angstrom (one bohr is 0.529177210903 angstrom, CODATA 2018).
CREATE VIEW xyz AS
SELECT c.key, c.candidate_id, c.level,
       json_array_length(g.qcschema, '$.symbols') || char(10)
       || c.smiles || ' charge=' || c.charge || ' multiplicity=' || c.multiplicity || ' level="' || c.level || '"' || char(10)
       || (SELECT group_concat(line, char(10)) FROM (
               SELECT printf('%-2s %16.10f %16.10f %16.10f', s.value,
                      0.529177210903 * json_extract(g.qcschema, '$.geometry[' || (3 * s.key) || ']'),
                      0.529177210903 * json_extract(g.qcschema, '$.geometry[' || (3 * s.key + 1) || ']'),
                      0.529177210903 * json_extract(g.qcschema, '$.geometry[' || (3 * s.key + 2) || ']')) AS line
               FROM json_each(g.qcschema, '$.symbols') AS s ORDER BY s.key)) AS xyz
FROM geometry AS g JOIN calculation AS c ON c.id = g.calculation;

-- What was paid for, by level and engine.
CREATE VIEW account AS
SELECT level, engine_version, status, count(*) AS calculations, sum(cost_cpu_seconds) AS cpu_seconds,
       sum(energy_kwh) AS energy_kwh, sum(co2e_g) AS co2e_g, sum(money) AS money
FROM calculation GROUP BY level, engine_version, status;
