using Lichen.Core.Molecules;
using Lichen.Learning.Potentials;

namespace Lichen.Learning.Tests.Potentials;

public sealed class AniReferenceTests
{
    [Theory]
    [InlineData("ANI-2x")]
    [InlineData("ANI-1ccx")]
    public void Published_energies_and_members_come_out(string name)
    {
        AniModel model = PublishedModel.Take(name);
        Assert.Equal(8, model.MemberCount);
        foreach (CardReference reference in PotentialCard.Find(name)!.References)
        {
            byte[] numbers = [.. reference.Symbols.Select(symbol => (byte)Elements.AtomicNumber(symbol)!.Value)];
            Geometry geometry = Geometry.FromAngstrom(numbers, reference.Angstrom.AsSpan());
            PotentialResult result = AniReference.Evaluate(model, geometry, forces: false);
            Assert.Equal(reference.Hartree, result.Hartree, reference.Tolerance);
            for (int k = 0; k < reference.Members.Length; k++)
            {
                Assert.Equal(reference.Members[k], result.MemberHartree[k], reference.MemberTolerance);
            }
        }
    }

    [Theory]
    [InlineData("ANI-2x", 13705784)]
    [InlineData("ANI-1ccx", 2613280)]
    public void Every_parameter_is_read(string name, long count) =>
        Assert.Equal(count, PublishedModel.Take(name).ParameterCount);
}
