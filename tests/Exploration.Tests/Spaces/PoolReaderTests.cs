using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using CsCheck;
using Lichen.Exploration.Spaces;
using Lichen.Exploration.Specification;
using Lichen.Exploration.Tests.Specification;

namespace Lichen.Exploration.Tests.Spaces;

public sealed class PoolReaderTests : IDisposable
{
    private const string AnyMolecule = "rules: {closed_shell: false, single_component: false}\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("lichen-space-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Nci_pool_of_the_dyes_has_3315_molecules()
    {
        var spec = CampaignFile.Read(Repository.File("examples", "dyes", "campaign.yaml"), 2).Spec!;
        Assert.SkipUnless(File.Exists(Located(spec)), "rdkit-data is not installed");
        var rejects = new StringWriter();

        var (pool, summary) = PoolReader.Read(spec, rejects, 2, CancellationToken.None);

        Assert.Equal(3315, pool.Candidates.Length);
        Assert.Equal(4999, summary.RowsRead);
        Assert.Equal(summary.RowsRead, summary.Kept + summary.Refused);
        Assert.Equal(summary.Refused + 1, rejects.ToString().Count(c => c == '\n'));
        Assert.Equal(
            "4,999 rows, 3,315 kept; refused: not a molecule 6, duplicate 65, elements 589, charge 98, open shell 1, "
                + "several components 88, heavy atoms 837",
            summary.ToString()
        );
    }

    [Fact]
    public void Open_configurations_are_kept_refused_or_enumerated_as_the_rules_say()
    {
        const string file = "CC(F)C(Cl)Br two\nFC=CF bond\nF/C=C/F stated\nCCO none\nCC(F)Cl hand";

        Assert.Equal(5, ReadText("a.smi", file, "rules: {stereo: keep}\n").Pool.Count);

        var refused = ReadText("a.smi", file, "rules: {stereo: refuse}\n");
        Assert.Equal(["stated", "none"], refused.Pool.Candidates.Select(candidate => candidate.Id));
        Assert.Equal(3, refused.Rejects.Counts[Refusal.Stereo]);

        var enumerated = ReadText("a.smi", file, "rules: {stereo: enumerate}\n");
        Assert.Equal(
            [(1, "two-s1"), (2, "bond-s1"), (4, "none"), (5, "hand"), (6, "two-s2"), (7, "bond-s2")],
            enumerated.Pool.Candidates.Select(candidate => (candidate.Row, candidate.Id))
        );
        Assert.Equal(
            "5 rows, 4 kept and 2 further stereoisomers of them; refused: duplicate 1",
            enumerated.Rejects.ToString()
        );
        Assert.Equal(6, enumerated.Pool.Candidates.Select(candidate => candidate.Smiles).Distinct().Count());
    }

    [Fact]
    public void Strained_motifs_are_refused_by_name_where_the_rules_say_so()
    {
        const string file = "C1#CCCCC1 ring\nCC#CC chain";

        Assert.Equal(2, ReadText("a.smi", file, "").Pool.Count);

        var refused = ReadText("a.smi", file, "rules: {strained: refuse}\n");
        Assert.Equal(["chain"], refused.Pool.Candidates.Select(candidate => candidate.Id));
        Assert.Equal("2 rows, 1 kept; refused: strained or exotic motif 1", refused.Rejects.ToString());
    }

    [Fact]
    public void Tautomers_are_one_molecule_where_the_rules_say_so()
    {
        const string file = "Oc1ccccn1 a\nO=c1cccc[nH]1 b\nCCO c";

        Assert.Equal(3, ReadText("a.smi", file, "rules: {tautomers: keep}\n").Pool.Count);

        var canonical = ReadText("a.smi", file, "rules: {tautomers: canonical}\n");
        Assert.Equal(["a", "c"], canonical.Pool.Candidates.Select(candidate => candidate.Id));
        Assert.Equal("3 rows, 2 kept, 1 as another tautomer; refused: duplicate 1", canonical.Rejects.ToString());
    }

    [Fact]
    public void Products_of_reactions_keep_the_structure_that_their_reaction_makes()
    {
        const string text = """
            space: {building_blocks: a.smi}
            rules: {stereo: enumerate, tautomers: canonical}
            objective: {property: homo_lumo_gap, level: GFN2-xTB, goal: minimise}
            budget: unlimited
            """;
        Assert.Equal(
            ["rules.stereo", "rules.tautomers"],
            CampaignFile.Parse(text, "campaign.yaml", "/data", 2).Problems.Select(problem => problem.Path)
        );
    }

    [Fact]
    public void Smi_keeps_ids_and_rows_through_comments_headers_and_extensions()
    {
        var reading = ReadText(
            "a.smi",
            "SMILES\tName\n# a comment\nCCO ethanol the drink\n\nC1CC1\tring\tignored\r\n  CC \nc1ccccc1 |c:0,2,4| benzene\nO water",
            AnyMolecule
        );

        Assert.Equal(
            [
                (1, "ethanol the drink", "CCO"),
                (2, "ring", "C1CC1"),
                (3, "row-3", "CC"),
                (4, "benzene", "c1ccccc1"),
                (5, "water", "O"),
            ],
            reading.Pool.Candidates.Select(candidate => (candidate.Row, candidate.Id, candidate.Smiles))
        );
    }

    [Theory]
    [InlineData("id,smiles\n7,CCO\n8,CC\n")]
    [InlineData("\uFEFFsmiles,ID\r\nCCO,7\r\nCC,8\r\n")]
    [InlineData("\"Smiles\",\"name\",\"remark\"\n\"CCO\",7,\"a, \"\"b\"\"\nand more\"\n\nCC,8,\"\"")]
    [InlineData("smiles;name\nCCO;7\nCC;8\n")]
    [InlineData("name\tsmiles\n7\tOCC\n8\tCC\n")]
    public void Csv_is_read_as_people_write_it(string text) =>
        Assert.Equal(
            [(1, "7", "CCO"), (2, "8", "CC")],
            ReadText("a.csv", text, AnyMolecule).Pool.Candidates.Select(c => (c.Row, c.Id, c.Smiles))
        );

    [Fact]
    public void Csv_rows_of_another_length_are_refused_with_their_number()
    {
        var rejects = new StringWriter();
        var reading = ReadText("a.csv", "smiles,id\nCCO,1\nCC\nC,3,x\n\"CCC\"x,4\nCCCC,5\n", AnyMolecule, rejects);

        Assert.Equal(["1", "5"], reading.Pool.Candidates.Select(candidate => candidate.Id));
        Assert.Equal(
            """
            row,id,text,code,reason
            2,row-2,CC,unparsable,the row has 1 fields and the header 2
            3,3,C,unparsable,the row has 3 fields and the header 2
            4,4,CCC,unparsable,field 1 goes on after its closing quote

            """,
            rejects.ToString()
        );
    }

    [Theory]
    [InlineData(
        "id,smile\n1,CC\n",
        "",
        "there is no column 'smiles' (space.smiles_column); did you mean 'smile'? the columns are 'id', 'smile'"
    )]
    [InlineData(
        "a;b\n1;CC\n",
        "smiles_column: c",
        "there is no column 'c' (space.smiles_column); did you mean 'a'? the columns are 'a', 'b'"
    )]
    [InlineData(
        "smiles,compound\nCC,1\n",
        "id_column: compund",
        "there is no column 'compund' (space.id_column); did you mean 'compound'? the columns are 'smiles', 'compound'"
    )]
    [InlineData("smiles,id\nCC,\"1\nC,2\n", "", "line 2: a quoted field begins and does not end")]
    [InlineData("", "", "the file has no molecules")]
    [InlineData("smiles,id\n", "", "the file has no molecules")]
    public void Csv_that_cannot_be_read_says_why(string text, string columns, string message)
    {
        var problem = Assert.Throws<SpaceException>(() => ReadText("a.csv", text, AnyMolecule, null, columns));
        Assert.Equal($"{_folder}/a.csv: {message}", problem.Message);
    }

    [Fact]
    public void Each_refusal_has_one_reason()
    {
        var rejects = new StringWriter();
        var reading = ReadText(
            "a.smi",
            """
            CCO one
            OCC two
            notamolecule three
            CCBr four
            CC[NH3+] five
            C[CH2] six
            CCO.CCO seven
            CC eight
            CCCCCCCCCCCC nine
            C1CC2CC12 ten
            CCN eleven
            OCCO twelve
            C1CO1 thirteen
            *CC fourteen
            CCCO fifteen
            """,
            """
            rules:
              elements: [H, C, N, O]
              charge: 0
              heavy_atoms: 3 to 12
              molecular_weight: at most 150 g/mol
              rings: at most 1
              require: ["[#8]"]
              exclude: ["[OX2H]CC[OX2H]", "C1CO1"]

            """,
            rejects
        );

        Assert.Equal(["one", "fifteen"], reading.Pool.Candidates.Select(candidate => candidate.Id));
        Assert.Equal(
            """
            row,id,text,code,reason
            2,two,OCC,duplicate,is the same molecule as row 1
            3,three,notamolecule,unparsable,syntax error while parsing: notamolecule
            4,four,CCBr,elements,"has Br, which the rules do not name"
            5,five,CC[NH3+],charge,"has the charge 1, the rule is 0"
            6,six,C[CH2],open_shell,has 1 unpaired electron
            7,seven,CCO.CCO,components,has 2 components that are not bonded to each other
            8,eight,CC,heavy_atoms,"has 2 heavy atoms, the rule is 3 to 12"
            9,nine,CCCCCCCCCCCC,molecular_weight,"weighs 170.34 g/mol, the rule is at most 150"
            10,ten,C1CC2CC12,rings,"has 2 rings, the rule is at most 1"
            11,eleven,CCN,required,"does not match '[#8]', which is required"
            12,twelve,OCCO,excluded,"matches '[OX2H]CC[OX2H]', which is excluded"
            13,thirteen,C1CO1,excluded,"matches 'C1CO1', which is excluded"
            14,fourteen,*CC,elements,has an atom that is no element (*)

            """,
            rejects.ToString()
        );
        Assert.Equal(
            "15 rows, 2 kept; refused: not a molecule 1, duplicate 1, elements 2, charge 1, open shell 1, several components 1, "
                + "heavy atoms 1, molecular weight 1, rings 1, required pattern missing 1, excluded pattern 2",
            reading.Rejects.ToString()
        );
    }

    [Fact]
    public void Pains_alerts_are_named()
    {
        var rejects = new StringWriter();
        ReadText("a.smi", "CCO good\nO=C1C=CC(=O)C=C1 quinone\n", "rules: {pains: refuse}\n", rejects);

        Assert.Equal(
            "row,id,text,code,reason\n2,quinone,O=C1C=CC(=O)C=C1,pains,has the PAINS alert quinone_A(370)\n",
            rejects.ToString()
        );
    }

    [Fact]
    public void Sdf_gives_structures_or_a_field()
    {
        var structures = ReadText("a.sdf", Sdf, AnyMolecule);
        Assert.Equal(
            [(1, "first", "CC"), (3, "row-3", "CO")],
            structures.Pool.Candidates.Select(c => (c.Row, c.Id, c.Smiles))
        );

        var field = ReadText("b.sdf", Sdf, AnyMolecule, null, "smiles_column: SMI, id_column: CODE");
        Assert.Equal([(1, "A1", "CCC"), (3, "A3", "CCCO")], field.Pool.Candidates.Select(c => (c.Row, c.Id, c.Smiles)));

        Assert.Equal(
            $"{_folder}/c.sdf: the first record has no field 'CODES' (space.id_column); did you mean 'CODE'?",
            Assert.Throws<SpaceException>(() => ReadText("c.sdf", Sdf, AnyMolecule, null, "id_column: CODES")).Message
        );
    }

    [Fact]
    public void Compression_is_told_by_content_and_damage_is_said()
    {
        var text = string.Concat(Enumerable.Range(1, 3_000).Select(i => $"C{new string('C', i % 40)}O id{i}\n"));
        var gz = new MemoryStream();
        using (var zip = new GZipStream(gz, CompressionMode.Compress, leaveOpen: true))
        {
            zip.Write(Encoding.UTF8.GetBytes(text));
        }

        var bytes = gz.ToArray();
        Assert.Equal(40, ReadBytes("a.smi.gz", bytes).Pool.Candidates.Length);
        Assert.Equal(40, ReadBytes("b.smi", bytes).Pool.Candidates.Length);
        Assert.Equal(40, ReadBytes("c.smi.gz", Encoding.UTF8.GetBytes(text)).Pool.Candidates.Length);
        var cut = Assert.Throws<SpaceException>(() => ReadBytes("d.smi.gz", bytes[..(bytes.Length / 2)]));
        Assert.StartsWith($"{_folder}/d.smi.gz: the compressed file is damaged or cut off after ", cut.Message);
        var twoMembers = bytes.Concat(bytes).ToArray();
        Assert.Equal(40, ReadBytes("f.smi.gz", twoMembers).Pool.Candidates.Length);
        foreach (var length in (ReadOnlySpan<int>)[bytes.Length - 1, bytes.Length - 7, 12, 3, bytes.Length + 50])
        {
            Assert.Throws<SpaceException>(() => ReadBytes("g.smi.gz", twoMembers[..length]));
        }

        var torn = Assert.Throws<SpaceException>(() => ReadBytes("e.smi.gz", [.. bytes[..^4], 1, 2, 3, 4]));
        Assert.StartsWith($"{_folder}/e.smi.gz: the compressed file is damaged or cut off after ", torn.Message);
    }

    [Fact]
    public void Empty_pool_shows_which_rule_refused_how_many() =>
        Assert.Equal(
            $"{_folder}/a.smi: the rules keep no molecule: 3 rows, 0 kept; refused: not a molecule 1, elements 2",
            Assert
                .Throws<SpaceException>(() => ReadText("a.smi", "CBr\nCCBr\nXYZ\n", "rules: {elements: [H, C]}\n"))
                .Message
        );

    [Theory]
    [InlineData(
        "rdkit-data:NCI/first_5k.smi",
        "there is no such file in /usr/share/RDKit/Data/NCI; did you mean 'first_5K.smi'?"
    )]
    [InlineData(
        "rdkit-data:../../../../etc/x.smi",
        "expected a file inside RDKit's data folder, found a path that leaves it"
    )]
    [InlineData("nowhere/x.smi", "there is no such file, and no folder FOLDER/nowhere")]
    public void Missing_file_is_explained(string file, string message)
    {
        Assert.SkipUnless(Directory.Exists("/usr/share/RDKit/Data/NCI"), "rdkit-data is not installed");
        Assert.Equal(
            $"{file}: {message.Replace("FOLDER", _folder)}",
            Assert.Throws<SpaceException>(() => SpaceFile.Locate(file, _folder)).Message
        );
    }

    [Fact]
    public void Digest_changes_with_rows_and_molecules_and_not_with_threads()
    {
        var digest = ReadText("a.smi", "CCO\nCC\n", AnyMolecule).Pool.Digest;

        Assert.Equal(digest, ReadText("b.smi", "OCC x\nCC y\n", AnyMolecule, threads: 2).Pool.Digest);
        Assert.NotEqual(digest, ReadText("c.smi", "CC\nCCO\n", AnyMolecule).Pool.Digest);
        Assert.NotEqual(digest, ReadText("d.smi", "CCO\nXX\nCC\n", AnyMolecule).Pool.Digest);
    }

    [Fact]
    public void Every_row_is_kept_or_refused_and_written_once()
    {
        string[] pieces =
        [
            "C",
            "CC",
            "CBr",
            "[Na+].[Cl-]",
            "c1ccccc1",
            "xx",
            "C[N+](C)(C)C",
            "",
            "\"",
            "C,C",
            "[CH3]",
            "(",
            "OO",
        ];
        var piece = Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]);
        Gen.Select(piece.List[0, 40], Gen.Int[1, 3])
            .Sample(
                (rows, threads) =>
                {
                    var csv =
                        "smiles,id\n"
                        + string.Concat(rows.Select((smiles, i) => $"\"{smiles.Replace("\"", "\"\"")}\",{i}\n"));
                    var rejects = new StringWriter();
                    try
                    {
                        var reading = ReadText(
                            "p.csv",
                            csv,
                            "rules: {elements: [H, C, O], heavy_atoms: 1 to 5}\n",
                            rejects,
                            threads: threads
                        );
                        var refused = rejects.ToString().Split('\n').Length - 2;
                        return reading.Rejects.RowsRead == rows.Count
                            && reading.Rejects.Refused == refused
                            && reading.Rejects.Kept + refused == rows.Count
                            && reading.Pool.Candidates.Length == reading.Rejects.Kept
                            && reading.Pool.Candidates.Select(c => c.Smiles).Distinct().Count() == reading.Rejects.Kept;
                    }
                    catch (SpaceException)
                    {
                        return rejects.ToString().Split('\n').Length - 2 == rows.Count;
                    }
                },
                iter: 200,
                threads: 1
            );
    }

    private static string Located(CampaignSpec spec) => SpaceFile.Locate(spec.Space.File, spec.Folder);

    private PoolReading ReadBytes(string name, byte[] bytes)
    {
        File.WriteAllBytes(Path.Combine(_folder, name), bytes);
        return PoolReader.Read(Spec(name, AnyMolecule, ""), TextWriter.Null, 2, CancellationToken.None);
    }

    private PoolReading ReadText(
        string name,
        string text,
        string rules,
        TextWriter? rejects = null,
        string columns = "",
        int threads = 1
    )
    {
        File.WriteAllText(Path.Combine(_folder, name), text);
        return PoolReader.Read(Spec(name, rules, columns), rejects ?? TextWriter.Null, threads, CancellationToken.None);
    }

    private CampaignSpec Spec(string file, string rules, string columns)
    {
        var text =
            Samples.Minimal.Replace(
                "{file: molecules.smi}",
                $"{{file: {file}{(columns.Length == 0 ? "" : ", ")}{columns}}}"
            ) + rules;
        var reading = CampaignFile.Parse(text, "campaign.yaml", _folder, 1);
        Assert.Empty(reading.Problems.Select(problem => problem.ToString()));
        return reading.Spec!;
    }

    private const string Sdf = """
        first
          test

          2  1  0  0  0  0  0  0  0  0999 V2000
            0.0000    0.0000    0.0000 C   0  0
            1.5000    0.0000    0.0000 C   0  0
          1  2  1  0
        M  END
        >  <CODE>
        A1

        >  <SMI>
        CCC

        $$$$
        broken
        $$$$

          test

          2  1  0  0  0  0  0  0  0  0999 V2000
            0.0000    0.0000    0.0000 C   0  0
            1.5000    0.0000    0.0000 O   0  0
          1  2  1  0
        M  END
        > <CODE>
        A3

        > <SMI>
        CCCO

        $$$$
        """;
}
