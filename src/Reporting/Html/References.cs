namespace Lichen.Reporting.Html;

/// <summary>Numbered references in the order in which they are first cited.</summary>
internal sealed class References
{
    public const string RdkitProgram = "RDKit: Open-source cheminformatics. https://www.rdkit.org";

    public const string Etkdg =
        "Riniker, S.; Landrum, G. A. Better Informed Distance Geometry. J. Chem. Inf. Model. 2015, 55, 2562–2574. https://doi.org/10.1021/acs.jcim.5b00654";

    public const string Etkdg3 =
        "Wang, S.; Witek, J.; Landrum, G. A.; Riniker, S. Improving Conformer Generation for Small Rings and Macrocycles. J. Chem. Inf. Model. 2020, 60, 2044–2058. https://doi.org/10.1021/acs.jcim.0c00025";

    public const string Mmff94 =
        "Halgren, T. A. Merck Molecular Force Field. I. J. Comput. Chem. 1996, 17, 490–519. https://doi.org/10.1002/(SICI)1096-987X(199604)17:5/6<490::AID-JCC1>3.0.CO;2-P";

    public const string Fingerprints =
        "Rogers, D.; Hahn, M. Extended-Connectivity Fingerprints. J. Chem. Inf. Model. 2010, 50, 742–754. https://doi.org/10.1021/ci100050t";

    public const string CoKriging =
        "Kennedy, M. C.; O’Hagan, A. Predicting the Output from a Complex Computer Code When Fast Approximations Are Available. Biometrika 2000, 87, 1–13. https://doi.org/10.1093/biomet/87.1.1";

    public const string MultiFidelity =
        "Huang, D.; Allen, T. T.; Notz, W. I.; Miller, R. A. Sequential Kriging Optimization Using Multiple-Fidelity Evaluations. Struct. Multidiscip. Optim. 2006, 32, 369–382. https://doi.org/10.1007/s00158-005-0587-0";

    // Looks into a box before it is opened.
    public const string Lookahead =
        "Weitzman, M. L. Optimal Search for the Best Alternative. Econometrica 1979, 47, 641–654. https://doi.org/10.2307/1910412";

    public const string ExpectedImprovement =
        "Jones, D. R.; Schonlau, M.; Welch, W. J. Efficient Global Optimization of Expensive Black-Box Functions. J. Glob. Optim. 1998, 13, 455–492. https://doi.org/10.1023/A:1008306431147";

    public const string HypervolumeImprovement =
        "Emmerich, M. T. M.; Deutz, A. H.; Klinkenberg, J. W. Hypervolume-Based Expected Improvement: Monotonicity Properties and Exact Computation. 2011 IEEE Congress of Evolutionary Computation, 2147–2154. https://doi.org/10.1109/CEC.2011.5949880";

    public const string DeepEnsembles =
        "Lakshminarayanan, B.; Pritzel, A.; Blundell, C. Simple and Scalable Predictive Uncertainty Estimation Using Deep Ensembles. 2017. https://doi.org/10.48550/arXiv.1612.01474";

    public const string Stacking =
        "Yao, Y.; Vehtari, A.; Simpson, D.; Gelman, A. Using Stacking to Average Bayesian Predictive Distributions. Bayesian Anal. 2018, 13, 917–1007. https://doi.org/10.1214/17-BA1091";

    public const string GreenAlgorithms =
        "Lannelongue, L.; Grealey, J.; Inouye, M. Green Algorithms: Quantifying the Carbon Footprint of Computation. Adv. Sci. 2021, 8, 2100707. https://doi.org/10.1002/advs.202100707";

    private readonly List<string> _cited = [];

    /// <summary>The marks of references, such as [1, 3]; nothing when there are none.</summary>
    public Markup Cite(params IEnumerable<string> references)
    {
        var numbers = references.Select(Number).Distinct().Order().ToArray();
        return numbers.Length == 0
            ? Markup.Empty
            : Markup.Of(
                $"<sup class=\"cite\">{Markup.Trusted(string.Join(",", numbers.Select(n => $"<a href=\"#ref-{n}\">{n}</a>")))}</sup>"
            );
    }

    public Markup List() =>
        Markup.Of(
            $"<ol class=\"references\">\n{Markup.Join(_cited.Select((text, i) => Markup.Of($"<li id=\"ref-{i + 1}\">{Linked(text)}</li>\n")))}</ol>"
        );

    private int Number(string reference)
    {
        var place = _cited.IndexOf(reference);
        if (place < 0)
        {
            _cited.Add(reference);
            place = _cited.Count - 1;
        }

        return place + 1;
    }

    /// <summary>The address at the end of a reference becomes a link; nothing is loaded from it.</summary>
    private static Markup Linked(string reference)
    {
        var start = reference.IndexOf("https://", StringComparison.Ordinal);
        if (start < 0)
        {
            return Markup.Of($"{reference}");
        }

        var length = reference.AsSpan(start).IndexOf(' ') is > 0 and var space ? space : reference.Length - start;
        var address = reference.Substring(start, length).TrimEnd('.');
        return Markup.Of(
            $"{reference[..start]}<a href=\"{address}\">{address["https://".Length..]}</a>{reference[(start + address.Length)..]}"
        );
    }
}
