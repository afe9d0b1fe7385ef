using System.Text.Json;
using Lichen.Cli.Views;
using Lichen.Learning.Models;

namespace Lichen.Cli.Models;

/// <summary>What a student took, and from how many predictions on it pays.</summary>
/// <param name="MakingSeconds">Core-seconds: the teacher's labels, where they were made for it, and training.</param>
/// <param name="TeacherSeconds">Core-seconds of one prediction of the teacher; null where it is not known.</param>
/// <param name="StudentSeconds">Core-seconds of one of the student, reading the molecule included.</param>
/// <param name="KilowattHoursPerCoreSecond">By the model that the card's energy follows.</param>
/// <param name="Molecules">The pool.</param>
internal sealed record DistilAccount(
    double MakingSeconds,
    double? TeacherSeconds,
    double StudentSeconds,
    double KilowattHoursPerCoreSecond,
    int Molecules
)
{
    /// <summary>Predictions from which on teacher alone would have cost more; null where it never pays, or is not
    /// known.</summary>
    public double? BreakEven =>
        TeacherSeconds is { } teacher && teacher > StudentSeconds ? MakingSeconds / (teacher - StudentSeconds) : null;

    /// <param name="student">The student; its card has the cost of making it.</param>
    /// <param name="labels">Labels of the teacher.</param>
    /// <param name="fromTable">True when they were looked up: what they cost comes on top of the card's.</param>
    /// <param name="teacherEach">Core-seconds of one label.</param>
    /// <param name="studentEach">Core-seconds of one prediction of the student.</param>
    /// <param name="molecules">The pool.</param>
    public static DistilAccount Of(
        MoleculeModel student,
        int labels,
        bool fromTable,
        double? teacherEach,
        double studentEach,
        int molecules
    ) =>
        new(
            student.Card.Cost.CoreSeconds + (fromTable ? labels * (teacherEach ?? 0) : 0),
            teacherEach,
            studentEach,
            student.Card.Cost.CoreSeconds > 0 ? student.Card.Cost.KilowattHours / student.Card.Cost.CoreSeconds : 0,
            molecules
        );

    public IEnumerable<string> Lines()
    {
        yield return $"making it took {Seconds(MakingSeconds)}; a prediction takes {Seconds(StudentSeconds)}";
        if (TeacherSeconds is not { } teacher)
        {
            yield return "what a label of the teacher takes is not known (--teacher-seconds): no word on when it pays";
        }
        else if (BreakEven is not { } even)
        {
            yield return $"a label of the teacher takes {Seconds(teacher)}: the student is no faster, and does not pay";
        }
        else
        {
            double saved = (Molecules * (teacher - StudentSeconds)) - MakingSeconds;
            yield return $"a label of the teacher takes {Seconds(teacher)}, {Figures.Number(teacher / StudentSeconds, 3)} times "
                + $"as much: it pays from {Figures.Number(even, 3)} predictions on";
            yield return saved > 0
                ? $"on this pool of {Molecules:N0} it saves {Seconds(saved)}"
                : $"on this pool of {Molecules:N0} it costs {Seconds(-saved)} more than it saves";
        }
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("making_core_seconds", MakingSeconds);
        json.WriteNumber("student_core_seconds_each", StudentSeconds);
        if (TeacherSeconds is { } teacher)
        {
            json.WriteNumber("teacher_core_seconds_each", teacher);
        }

        if (BreakEven is { } even)
        {
            json.WriteNumber("break_even_predictions", even);
        }

        json.WriteNumber("kilowatt_hours_per_core_second", KilowattHoursPerCoreSecond);
        json.WriteNumber("pool", Molecules);
    }

    private string Seconds(double seconds) =>
        $"{Figures.Number(seconds, 3)} core-seconds ({Figures.Number(seconds * KilowattHoursPerCoreSecond, 2)} kWh)";
}
