using System.Collections.Immutable;
using Lichen.Chemistry;
using Lichen.Core.Molecules;
using Lichen.Exploration.ReactionSpaces;
using Lichen.Exploration.Specification;

namespace Lichen.Exploration.Spaces;

/// <summary>Streams a campaign's space through its rules. Memory holds what is kept, and a few blocks of rows.</summary>
public sealed class PoolReader
{
    private readonly RuleSet _rules;
    private readonly RejectsWriter _rejects;
    private readonly Dictionary<string, int> _rowOf = [];
    private readonly ImmutableArray<Candidate>.Builder _kept = ImmutableArray.CreateBuilder<Candidate>();
    private readonly SortedDictionary<Refusal, int> _counts = [];
    private readonly Queue<SpaceRow> _ahead = new();
    private readonly List<Candidate> _isomers = [];
    private int _rowsRead;
    private int _tautomers;

    private PoolReader(RuleSet rules, RejectsWriter rejects)
    {
        _rules = rules;
        _rejects = rejects;
    }

    /// <summary>Reads the pool of a campaign and writes every refused row.</summary>
    /// <param name="rejects">Receives rejects.csv: row, id, text, code and reason of each refused row.</param>
    /// <param name="threads">How many blocks are parsed at once; the result does not depend on it.</param>
    /// <exception cref="SpaceException">
    /// The file is missing, empty or damaged, lacks a column, or nothing of it is left; the message says what to do.
    /// </exception>
    public static PoolReading Read(
        CampaignSpec spec,
        TextWriter rejects,
        int threads,
        CancellationToken cancellationToken
    )
    {
        if (spec.Space.Reactions is not null)
        {
            return ReadReactions(spec, rejects, threads, cancellationToken);
        }

        var path = SpaceFile.Locate(spec.Space.File, spec.Folder);
        using var rules = new RuleSet(spec.Rules);
        using var reader = SpaceFile.OpenText(path);
        var state = new PoolReader(rules, new RejectsWriter(rejects));
        try
        {
            state.ReadAll(SpaceRows.Read(reader, path, spec.Space), threads, cancellationToken);
        }
        catch (InvalidDataException damaged)
        {
            throw new SpaceException(
                $"{path}: the compressed file is damaged or cut off after {state._rowsRead} rows; fetch it again",
                damaged
            );
        }
        catch (SpaceException problem)
        {
            throw new SpaceException($"{path}: {problem.Message}", problem);
        }

        rejects.Flush();
        return state.Finish(path);
    }

    /// <summary>The candidates among more rows of a pool: the same rules, and no molecule that it has already.</summary>
    internal static PoolReading ReadMore(
        CampaignSpec spec,
        Pool pool,
        IEnumerable<SpaceRow> rows,
        int threads,
        CancellationToken cancellationToken
    )
    {
        using var rules = new RuleSet(spec.Rules);
        var state = new PoolReader(rules, new RejectsWriter(TextWriter.Null));
        foreach (var candidate in pool.Candidates)
        {
            state._rowOf.Add(candidate.Smiles, candidate.Row);
        }

        state.ReadAll(rows, threads, cancellationToken);
        return new PoolReading(new Pool(state._kept.ToImmutable()), state.Summary());
    }

    private static PoolReading ReadReactions(
        CampaignSpec spec,
        TextWriter rejects,
        int threads,
        CancellationToken cancellationToken
    )
    {
        var reactions = ReactionSource.Open(spec, threads, cancellationToken);
        using var rules = new RuleSet(spec.Rules);
        var writer = new RejectsWriter(rejects);
        foreach (var refused in reactions.Refused)
        {
            writer.WriteBuildingBlock(refused);
        }

        var state = new PoolReader(rules, writer);
        state.ReadAll(
            ReactionRows.Of(
                reactions.Space,
                reactions.Space.Draw(spec.Space.Reactions!.Sample, spec.Seed),
                1,
                reactions.Tally,
                threads,
                cancellationToken
            ),
            threads,
            cancellationToken
        );
        rejects.Flush();
        return state.Finish(spec.Space.Reactions.BuildingBlocks) with { Reactions = reactions };
    }

    private void ReadAll(IEnumerable<SpaceRow> rows, int threads, CancellationToken cancellationToken)
    {
        foreach (var block in MoleculeScan.Scan(SmilesOf(rows), threads, cancellationToken: cancellationToken))
        {
            Take(block, threads, cancellationToken);
        }
    }

    // The scan runs a few blocks ahead of what is taken: ids wait in a queue, as many as it reads ahead.
    private IEnumerable<string> SmilesOf(IEnumerable<SpaceRow> rows)
    {
        foreach (var row in rows)
        {
            _rowsRead++;
            _ahead.Enqueue(row);
            yield return row.Problem is null ? row.Smiles : "";
        }
    }

    private void Take(MoleculeBlock block, int threads, CancellationToken cancellationToken)
    {
        var rows = new SpaceRow[block.Count];
        var verdicts = new (Refusal Refusal, string Reason)?[block.Count];
        var smiles = new string[block.Count];
        var survivors = new List<int>(block.Count);
        for (var i = 0; i < block.Count; i++)
        {
            rows[i] = _ahead.Dequeue();
            var molecule = block[i];
            verdicts[i] =
                rows[i].Problem is { } problem ? (Refusal.Unparsable, problem)
                : rows[i].Smiles.Length == 0 ? (Refusal.Unparsable, "has no SMILES")
                : molecule.IsMolecule ? _rules.Check(molecule)
                : (Refusal.Unparsable, OneLine(molecule.Reason!));
            if (verdicts[i] is null)
            {
                smiles[i] = molecule.CanonicalSmiles;
                survivors.Add(i);
            }
        }

        var structures = _rules.Structures([.. survivors.Select(i => smiles[i])], threads, cancellationToken);
        foreach (var (index, i) in survivors.Index())
        {
            smiles[i] = structures[index].Smiles;
        }

        var patterns = _rules.CheckPatterns([.. survivors.Select(i => smiles[i])], threads, cancellationToken);
        var isomers = new IReadOnlyList<string>[block.Count];
        foreach (var (index, i) in survivors.Index())
        {
            verdicts[i] = patterns[index] ?? structures[index].Refusal;
            isomers[i] = structures[index].Isomers;
            _tautomers += verdicts[i] is null && structures[index].IsOther ? 1 : 0;
        }

        for (var i = 0; i < rows.Length; i++)
        {
            // Rules judge the molecule, not the row: a duplicate of a refused molecule is refused for the same reason,
            // so that only what is kept has to be remembered.
            if (verdicts[i] is null && isomers[i].Count > 1)
            {
                verdicts[i] = TakeIsomers(rows[i], isomers[i], block[i]);
            }
            else if (verdicts[i] is null && !_rowOf.TryAdd(smiles[i], rows[i].Row))
            {
                verdicts[i] = (Refusal.Duplicate, $"is the same molecule as row {_rowOf[smiles[i]]}");
            }

            if (verdicts[i] is { } verdict)
            {
                _counts[verdict.Refusal] = _counts.GetValueOrDefault(verdict.Refusal) + 1;
                _rejects.Write(rows[i], verdict.Refusal, verdict.Reason);
            }
            else if (isomers[i].Count <= 1)
            {
                _kept.Add(CandidateOf(rows[i], smiles[i], block[i]));
            }
        }
    }

    // The first that is new has the number of the row, the others numbers after those of all rows.
    private (Refusal Refusal, string Reason)? TakeIsomers(
        SpaceRow row,
        IReadOnlyList<string> isomers,
        ScannedMolecule molecule
    )
    {
        var taken = 0;
        foreach (var (index, isomer) in isomers.Index())
        {
            if (_rowOf.TryAdd(isomer, row.Row))
            {
                var candidate = CandidateOf(row with { Id = $"{row.Id}-s{index + 1}" }, isomer, molecule);
                (taken == 0 ? (IList<Candidate>)_kept : _isomers).Add(candidate);
                taken++;
            }
        }

        return taken > 0 ? null : (Refusal.Duplicate, $"has no isomer that row {_rowOf[isomers[0]]} has not");
    }

    private PoolReading Finish(string path)
    {
        var summary = Summary();
        _kept.AddRange(_isomers.Select((isomer, index) => isomer with { Row = _rowsRead + 1 + index }));
        if (_rowsRead == 0)
        {
            throw new SpaceException($"{path}: the file has no molecules");
        }

        return summary.Kept > 0
            ? new PoolReading(new Pool(_kept.ToImmutable()), summary)
            : throw new SpaceException($"{path}: the rules keep no molecule: {summary}");
    }

    private RejectsSummary Summary() =>
        new(_rowsRead, _kept.Count, _counts.ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value))
        {
            FurtherIsomers = _isomers.Count,
            Tautomers = _tautomers,
        };

    private static Candidate CandidateOf(SpaceRow row, string smiles, ScannedMolecule molecule) =>
        new(
            row.Row,
            row.Id,
            smiles,
            molecule.FormalCharge,
            molecule.Multiplicity,
            molecule.HeavyAtomCount,
            molecule.AtomCount,
            molecule.ElectronCount,
            molecule.Elements.Symbols
        )
        {
            Route = row.Route,
        };

    private static string OneLine(string reason) =>
        string.Join(' ', reason.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
