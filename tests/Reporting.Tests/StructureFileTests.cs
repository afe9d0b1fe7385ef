using System.Globalization;
using System.Text.RegularExpressions;
using Lichen.Chemistry;
using Lichen.Exploration.Results;

namespace Lichen.Reporting.Tests;

public sealed partial class StructureFileTests
{
    [Fact]
    public void Rdkit_reads_the_hits_back_as_the_same_molecules()
    {
        var result = Campaigns.TwoRungs();
        var records = SdfReader.Read(new StringReader(HitsSdf.Of(result))).ToArray();
        var hits = CampaignAnswer.Of(result).Hits;
        Assert.Equal(hits.Length, records.Length);
        foreach (var (hit, record) in hits.Zip(records))
        {
            var outcome = Molecule.FromMolBlock(record.MolBlock);
            using var molecule = outcome.Molecule;
            Assert.NotNull(molecule);
            using var expected = Molecule.Parse(hit.Candidate.Smiles).Molecule;
            Assert.Equal(expected!.Formula, molecule.Formula);
            Assert.Equal(hit.Candidate.Id, record.Properties["id"]);
            Assert.Equal(
                hit.Value!.Value,
                double.Parse(record.Properties["gfn2_xtb_homo_lumo_gap_eV"], CultureInfo.InvariantCulture)
            );
            Assert.Equal("GFN2-xTB", record.Properties["level"]);
        }
    }

    [Fact]
    public void A_hostile_id_ends_no_record()
    {
        var result = WithId("$$$$\n>  <rank>\n99");
        var records = SdfReader.Read(new StringReader(HitsSdf.Of(result))).ToArray();
        Assert.Equal(CampaignAnswer.Of(result).Hits.Length, records.Length);
        Assert.Equal("1", records[0].Properties["rank"]);
    }

    [Fact]
    public void Each_frame_has_as_many_atoms_as_it_says_and_labelled_keys()
    {
        var result = Campaigns.TwoRungs();
        var frames = Frames(GeometriesXyz.Of(result));
        var computed = result.Molecules.Where(molecule => molecule.Geometry is not null).ToArray();
        Assert.Equal(computed.Length, frames.Count);
        foreach (var (molecule, (comment, atoms)) in computed.Zip(frames))
        {
            Assert.Equal(molecule.Geometry!.AtomCount, atoms.Length);
            Assert.StartsWith("Properties=species:S:1:pos:R:3 ", comment, StringComparison.Ordinal);
            var keys = Keys(comment);
            Assert.Equal(molecule.Candidate.Smiles, keys["smiles"]);
            Assert.Equal("GFN2-xTB", keys["level"]);
            Assert.Equal("0", keys["charge"]);
            Assert.Equal("1", keys["multiplicity"]);
            Assert.Equal(
                molecule.Value!.Value,
                double.Parse(keys["gfn2_xtb_homo_lumo_gap_eV"], CultureInfo.InvariantCulture)
            );
            Assert.DoesNotContain("energy", keys.Keys);
            var angstrom = molecule.Geometry.ToAngstrom();
            var last = atoms[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(angstrom[^1], double.Parse(last[3], CultureInfo.InvariantCulture), 7);
        }
    }

    [Fact]
    public void Quotes_and_backslashes_survive_the_comment_line()
    {
        const string Id = "a \"quoted\" id\\with\nlines";
        var (comment, _) = Frames(GeometriesXyz.Of(WithId(Id)))[0];
        Assert.Equal("a \"quoted\" id\\with lines", Keys(comment)["id"]);
    }

    private static CampaignResult WithId(string id)
    {
        var result = Campaigns.TwoRungs();
        var best = result.Molecules[0];
        return result with
        {
            Molecules = [best with { Candidate = best.Candidate with { Id = id } }, .. result.Molecules.Skip(1)],
        };
    }

    private static List<(string Comment, string[] Atoms)> Frames(string text)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        var frames = new List<(string, string[])>();
        for (var i = 0; i < lines.Length; i += 2 + int.Parse(lines[i], CultureInfo.InvariantCulture))
        {
            frames.Add((lines[i + 1], lines[(i + 2)..(i + 2 + int.Parse(lines[i], CultureInfo.InvariantCulture))]));
        }

        return frames;
    }

    private static Dictionary<string, string> Keys(string comment) =>
        KeyValue()
            .Matches(comment)
            .ToDictionary(
                m => m.Groups[1].Value,
                m => m.Groups[2].Success ? Escape().Replace(m.Groups[2].Value, "$1") : m.Groups[3].Value
            );

    [GeneratedRegex("""(\w+)=(?:"((?:[^"\\]|\\.)*)"|(\S+))""")]
    private static partial Regex KeyValue();

    [GeneratedRegex("""\\(.)""")]
    private static partial Regex Escape();
}
