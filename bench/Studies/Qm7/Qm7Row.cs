using System.Globalization;

namespace Lichen.Studies.Qm7;

/// <summary>What one model reached on one split.</summary>
internal sealed record Qm7Row(
    string Task,
    string Model,
    int Labels,
    int Split,
    double MeanAbsoluteError,
    double RootMeanSquareError,
    double LeaveOneOutError,
    double EnceBefore,
    double EnceAfter,
    double Coverage90Before,
    double Coverage90After,
    string Kernels,
    double Jitter,
    double CpuSeconds
)
{
    public const string Head =
        "task,model,labels,split,mae_kcal_mol,rmse_kcal_mol,leave_one_out_mae_kcal_mol,ence_before,ence_after,"
        + "coverage90_before,coverage90_after,kernels,jitter,cpu_seconds";

    public string Line() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Task},{Model},{Labels},{Split},{MeanAbsoluteError:0.0000},{RootMeanSquareError:0.0000},{LeaveOneOutError:0.0000},{EnceBefore:0.000},{EnceAfter:0.000},{Coverage90Before:0.0000},{Coverage90After:0.0000},{Kernels},{Jitter:0.0e+0},{CpuSeconds:0.0}"
        );
}
