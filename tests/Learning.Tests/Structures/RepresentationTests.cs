using Lichen.Core.Molecules;
using Lichen.Learning.Structures;

namespace Lichen.Learning.Tests.Structures;

public sealed class RepresentationTests
{
    private static readonly ElementSet Set = new(RandomStructure.Elements);

    // Distances come from coordinates kept in bohr: a unit in the last place of each moves a term by some of its own.
    private const double Rounding = 1e-9;

    // Tables of cubic interpolation, and the largest value of each integral found on another grid.
    private const double Interpolation = 1e-3;

    public static TheoryData<string> Names => ["fchl19", "slatm", "slatm as published", "cmbdf"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rotation_and_translation_change_nothing(string name)
    {
        for (int seed = 1; seed <= 5; seed++)
        {
            Geometry geometry = RandomStructure.Draw(seed, 9);
            Near(Describe(name, geometry), Describe(name, RandomStructure.Moved(geometry, seed)), Rounding);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_order_of_atoms_changes_nothing_but_the_order_of_rows(string name)
    {
        Geometry geometry = RandomStructure.Draw(11, 10);
        int[] order = [.. Enumerable.Range(0, 10)];
        new Random(3).Shuffle(order);
        double[] before = Describe(name, geometry);
        double[] after = Describe(name, RandomStructure.Reordered(geometry, order));
        if (!name.StartsWith("slatm", StringComparison.Ordinal))
        {
            int length = before.Length / 10;
            before = [.. order.SelectMany(i => before[(i * length)..((i + 1) * length)])];
        }

        Near(before, after, Rounding);
    }

    [Theory]
    [InlineData("fchl19", 1e-10)]
    [InlineData("slatm as published", 1e-10)]
    [InlineData("cmbdf", Interpolation)]
    public void The_fast_version_equals_the_slow_clear_one(string name, double tolerance)
    {
        for (int seed = 1; seed <= 4; seed++)
        {
            // The last is wider than every cutoff.
            Geometry geometry = RandomStructure.Draw(100 + seed, 4 + seed, seed == 4 ? 12 : 5);
            double[] clear = name switch
            {
                "fchl19" => ClearRepresentations.Fchl19(geometry, Set),
                "cmbdf" => ClearRepresentations.Cmbdf(geometry),
                _ => ClearRepresentations.Slatm(geometry, Set),
            };
            Near(clear, Describe(name, geometry), tolerance);
        }
    }

    [Theory]
    [InlineData("fchl19")]
    [InlineData("slatm")]
    [InlineData("cmbdf")]
    public void The_slope_in_a_coordinate_is_continuous(string name)
    {
        // Random places are never in line, where angles have their kink.
        Geometry geometry = RandomStructure.Draw(21, 8, 6);
        for (int coordinate = 0; coordinate < 24; coordinate += 5)
        {
            double[] coarse = Slope(name, geometry, coordinate, 2e-4);
            double[] fine = Slope(name, geometry, coordinate, 1e-4);
            Near(coarse, fine, 1e-3);
        }
    }

    [Theory]
    [InlineData("fchl19", Fchl19.CutoffAngstrom)]
    [InlineData("slatm", Slatm.CutoffAngstrom)]
    [InlineData("cmbdf", Cmbdf.CutoffAngstrom)]
    public void Value_and_slope_vanish_at_the_cutoff(string name, double cutoff)
    {
        // A third atom leaves through the cutoff of the other two, side by side.
        double[] At(double x) => Describe(name, Geometry.FromAngstrom([6, 1, 8], [0, 0, 0, 0, 1.1, 0, x, 0.55, 0]));
        double edge = Math.Sqrt((cutoff * cutoff) - (0.55 * 0.55));
        double[] beyond = At(edge + 0.01);
        Near(At(edge + 5), beyond, 1e-14);
        double[] inside = At(edge - 1e-4);
        double largest = At(edge - 1).Zip(beyond, (a, b) => Math.Abs(a - b)).Max();
        Assert.True(largest > 0);
        double[] step = [.. inside.Zip(beyond, (a, b) => Math.Abs(a - b))];

        // A jump would be of the order of the term itself, a kink of 1e-4 of it.
        Assert.InRange(step.Max(), 0, 1e-6 * largest);
    }

    [Fact]
    public void Published_slatm_of_methane_is_met()
    {
        // 0001 of QM7; values of the authors' own test of their code, two-body and three-body, about each peak.
        Geometry methane = Geometry.FromAngstrom(
            [6, 1, 1, 1, 1],
            [
                1.041682,
                -0.056200,
                -0.071481,
                2.130894,
                -0.056202,
                -0.071496,
                0.678598,
                0.174941,
                -1.072044,
                0.678613,
                0.694746,
                0.628980,
                0.678614,
                -1.038285,
                0.228641,
            ]
        );
        var slatm = new Slatm(new ElementSet([1, 6]), taper: 0);
        var vector = new double[slatm.Length];
        slatm.Describe(methane, vector);
        Assert.Equal([4, 6], vector[..2]);
        int pairs = 2,
            triples = 2 + (3 * 157);
        Peak(vector[pairs..(pairs + 157)], [3.169092436776488e-2, 4.445169317760192e-2, 4.344330047198035e-2]);
        Peak(vector[(pairs + 157)..(pairs + 314)], [2.553812123033885, 3.488252068113392, 3.329901158100397]);
        double[] atCarbon = vector[(triples + (3 * 128))..(triples + (4 * 128))];
        double[] atHydrogen = vector[(triples + 128)..(triples + 256)];
        Peak(atCarbon, [2.190002491891324e-1, 2.333524060608311e-1, 1.724410042073317e-1]);
        Peak(atHydrogen, [4.074935198285299e-1, 4.749726951360427e-1, 3.841654708741953e-1]);
    }

    [Fact]
    public void Unknown_elements_are_refused_and_large_structures_are_not()
    {
        Geometry helium = Geometry.FromAngstrom([1, 2], [0, 0, 0, 0, 0, 1]);
        var error = Assert.Throws<ArgumentException>(() => ElementSet.Of([helium]));
        Assert.Contains("He", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => Describe("fchl19", Geometry.FromAngstrom([9], [0, 0, 0])));
        Assert.Contains("F is not among", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Describe("cmbdf", helium));
        Assert.Throws<ArgumentException>(() => Describe("slatm", helium));
        Geometry large = RandomStructure.Draw(5, 120, 16);
        Assert.All(Describe("fchl19", large), value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void Two_atoms_in_one_place_are_refused()
    {
        Geometry twice = Geometry.FromAngstrom([1, 1], [0, 0, 0, 0, 0, 0]);
        Assert.Throws<ArgumentException>(() => Describe("fchl19", twice));
    }

    private static void Peak(double[] spectrum, double[] expected)
    {
        int top = Array.IndexOf(spectrum, spectrum.Max());
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(1, spectrum[top - 1 + i] / expected[i], 1e-9);
        }
    }

    private static double[] Slope(string name, Geometry geometry, int coordinate, double step)
    {
        double[] after = Describe(name, RandomStructure.Shifted(geometry, coordinate, step));
        double[] before = Describe(name, RandomStructure.Shifted(geometry, coordinate, -step));
        return [.. after.Zip(before, (a, b) => (a - b) / (2 * step))];
    }

    private static double[] Describe(string name, Geometry geometry)
    {
        var fchl = new Fchl19(Set);
        var slatm = new Slatm(Set, name == "slatm" ? 0.5 : 0);
        var values = new double[
            name switch
            {
                "fchl19" => geometry.AtomCount * fchl.Length,
                "cmbdf" => geometry.AtomCount * Cmbdf.Length,
                _ => slatm.Length,
            }
        ];
        switch (name)
        {
            case "fchl19":
                fchl.Describe(geometry, values);
                break;
            case "cmbdf":
                Cmbdf.Describe(geometry, values);
                break;
            default:
                slatm.Describe(geometry, values);
                break;
        }

        return values;
    }

    /// <summary>Equal within a fraction of the largest value.</summary>
    private static void Near(double[] expected, double[] actual, double tolerance)
    {
        double largest = Math.Max(1e-12, expected.Max(Math.Abs));
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.InRange(Math.Abs(expected[i] - actual[i]), 0, tolerance * largest);
        }
    }
}
