using Lichen.Cli.Views;

namespace Lichen.Cli.Models;

/// <summary>An evaluation as people and programs read it.</summary>
internal static class EvaluationText
{
    /// <param name="terminal">Where to.</param>
    /// <param name="evaluation">What was found.</param>
    /// <param name="what">What was predicted: molecules or structures.</param>
    /// <param name="unit">Of the labels, or empty.</param>
    public static void Write(Terminal terminal, Evaluation evaluation, string what, string unit)
    {
        var shown = unit.Length > 0 ? $" {unit}" : "";
        Line(what, Figures.Count(evaluation.Labels));
        Line("MAE", Figures.Number(evaluation.MeanAbsoluteError) + shown);
        Line("RMSE", Figures.Number(evaluation.RootMeanSquareError) + shown);
        Line("R²", Figures.Number(evaluation.Determination, 3));
        Line("in 50 % interval", Figures.Percent(evaluation.Coverage50));
        Line("in 90 % interval", Figures.Percent(evaluation.Coverage90));
        Line("ENCE", Figures.Number(evaluation.Ence, 2));
        Line("in domain", Figures.Percent(evaluation.InDomain));

        void Line(string name, string value) => terminal.Output.WriteLine($"{name, -17} {value}");
    }

    /// <param name="terminal">Where to.</param>
    /// <param name="evaluation">What was found.</param>
    /// <param name="what">What was predicted: molecules or structures.</param>
    /// <param name="read">Rows or frames, those rejected, those that repeat another, those trained on.</param>
    public static void WriteJson(
        Terminal terminal,
        Evaluation evaluation,
        string what,
        (int Rows, int Rejected, int Repeated, int TrainedOn) read
    ) =>
        Json.Write(
            terminal.Output,
            json =>
            {
                json.WriteStartObject();
                json.WriteNumber("rows", read.Rows);
                json.WriteNumber("rejected", read.Rejected);
                json.WriteNumber("repeated", read.Repeated);
                json.WriteNumber(what, evaluation.Labels);
                json.WriteNumber("trained_on", read.TrainedOn);
                json.WriteFinite("mae", evaluation.MeanAbsoluteError);
                json.WriteFinite("rmse", evaluation.RootMeanSquareError);
                json.WriteFinite("r2", evaluation.Determination);
                json.WriteFinite("coverage_50", evaluation.Coverage50);
                json.WriteFinite("coverage_90", evaluation.Coverage90);
                json.WriteFinite("ence", evaluation.Ence);
                json.WriteFinite("in_domain", evaluation.InDomain);
                json.WriteEndObject();
            }
        );
}
