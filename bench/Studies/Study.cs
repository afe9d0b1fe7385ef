using Lichen.Studies.Base;
using Lichen.Studies.Conformation;
using Lichen.Studies.Distillation;
using Lichen.Studies.Dyes;
using Lichen.Studies.Enamine;
using Lichen.Studies.Failures;
using Lichen.Studies.Fronts;
using Lichen.Studies.Ladders;
using Lichen.Studies.Makeable;
using Lichen.Studies.ModelRung;
using Lichen.Studies.MoleculeNet;
using Lichen.Studies.Potentials;
using Lichen.Studies.Prices;
using Lichen.Studies.Qm7;
using Lichen.Studies.Routes;
using Lichen.Studies.Sparse;
using Lichen.Studies.Student;

namespace Lichen.Studies;

/// <summary>A scientific claim and the run that shows it: seeded, with settings, duration and footprint stored.</summary>
/// <param name="Name">Name on the command line, and of the folder that holds its data and results.</param>
/// <param name="Question">What it answers, in one line.</param>
/// <param name="RunAsync">Runs it with the arguments after its name; returns the exit code.</param>
internal sealed record Study(string Name, string Question, Func<string[], Task<int>> RunAsync)
{
    public static IReadOnlyList<Study> All { get; } =
    [
        new(
            "base",
            "the recipe of lichen-base and what it reaches: data, ... [--data FOLDER] [--work FOLDER]",
            BaseStudy.RunAsync
        ),
        new(
            "model-rung",
            "what does a model of earlier molecules save as the first rung of a campaign",
            ModelRungStudy.RunAsync
        ),
        new(
            "prices",
            "what do calculations cost against what was predicted, at every level of ARCHIVE...",
            PricesStudy.RunAsync
        ),
        new(
            "learned",
            "do features that lichen-base learned help the surrogate: learning curves of gaps and dipoles",
            LearnedStudy.RunAsync
        ),
        new(
            "amons",
            "what does lichen-base save when a level of DFT is learned? [--labels N,N] [--epochs N] [--members N] [--model FILE]",
            AmonsStudy.RunAsync
        ),
        new(
            "choice",
            "what does choosing by a committee save in labels? after base data [--work FOLDER]",
            ChoiceStudy.RunAsync
        ),
        new(
            "student-potential",
            "how fast and how good is a small network that ANI-2x taught? [--data FOLDER]",
            StudentStudy.RunAsync
        ),
        new(
            "conformers",
            "what does one conformer cost in accuracy, and an ensemble in time? FILE [--molecules N]",
            ConformersStudy.RunAsync
        ),
        new("dyes-table", "makes the table of the dyes study from an archive: ARCHIVE", DyesTable.RunAsync),
        new("dyes", "how soon are the best 1 % of 3,315 molecules found? [--seeds N]", DyesStudy.RunAsync),
        new(
            "enamine",
            "how many of the best docking scores are found after 6 %? DATA [--table 10k|50k] [--seeds N] [--batches 0.01,0.0025] [--ways improvement,top,...]",
            EnamineStudy.RunAsync
        ),
        new(
            "failures",
            "what fails among mixed real calculations, and which cures work? [--calculations N] [--seed N]",
            FailuresStudy.RunAsync
        ),
        new("dyes-dft-table", "makes the table of dyes at B3LYP from an archive: ARCHIVE", DyesDftTable.RunAsync),
        new(
            "fronts-table",
            "makes the table of dipole moments of the dyes from an archive: ARCHIVE",
            DipolesTable.RunAsync
        ),
        new(
            "fronts",
            "how much of the best compromises between several wishes is found? DATA [--seeds N] [--only NAME,] [--arms NAME,]",
            FrontsStudy.RunAsync
        ),
        new(
            "ladders",
            "what does the best of published tables cost over several rungs? DATA [--seeds N] [--only TABLE,] [--arms NAME,]",
            LaddersStudy.RunAsync
        ),
        new(
            "makeable",
            "how small a gap is found among products that are easy to make? BLOCKS [--seeds N] [--core-minutes M]",
            MakeableStudy.RunAsync
        ),
        new(
            "moleculenet",
            "how well are solubility, hydration and lipophilicity predicted? DATA [--splits N] [--only NAME]",
            MoleculeNetStudy.RunAsync
        ),
        new(
            "routes",
            "how often and how soon is a route found? DATA [--each N] [--seed N] [--steps N] [--expansions N] [--seconds S] [--templates FILE]",
            RoutesStudy.RunAsync
        ),
        new(
            "sparse",
            "what do inducing points lose, and save? [--data FOLDER] [--table T] [--seeds N] [--labels N,] [--inducing M,]",
            SparseStudy.RunAsync
        ),
        new(
            "qm7",
            "how well are atomisation energies learned from structures? [--labels N,N] [--splits N]",
            Qm7Study.RunAsync
        ),
        new(
            "qm7-cost",
            "what do labels cost until atomisation energies are predicted to 1 kcal/mol? [--splits N]",
            Qm7CostStudy.RunAsync
        ),
        new(
            "potentials",
            "what do geometries of ANI-2x save and cost against GFN2-xTB's? [--molecules N] [--seed N] [--data FOLDER]",
            PotentialsStudy.RunAsync
        ),
        new(
            "distillation",
            "how well does a student of GFN2-xTB screen, and when does it pay? [--splits N]",
            DistillationStudy.RunAsync
        ),
    ];
}
