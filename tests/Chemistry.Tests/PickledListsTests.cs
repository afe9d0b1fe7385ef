using System.Text;
using Lichen.Chemistry;

namespace Lichen.Chemistry.Tests;

public class PickledListsTests
{
    // [[-0.5, 1, 300, -70000, 2**40], []] as Python 3.11 writes it in protocols 0, 1, 2 and 4.
    [Theory]
    [InlineData(
        "286c70300a286c70310a462d302e350a6149310a61493330300a61492d37303030300a614c31303939353131363237373736"
            + "4c0a6161286c70320a612e"
    )]
    [InlineData("5d7100285d71012847bfe00000000000004b014d2c014a90eefeff4c313039393531313632373737364c0a655d7102652e")]
    [InlineData("80025d7100285d71012847bfe00000000000004b014d2c014a90eefeff8a06000000000001655d7102652e")]
    [InlineData("80049526000000000000005d94285d942847bfe00000000000004b014d2c014a90eefeff8a06000000000001655d94652e")]
    public void Lists_of_numbers_come_back_from_every_protocol(string hex)
    {
        var value = Assert.IsType<List<object>>(PickledLists.Read(Convert.FromHexString(hex)));
        Assert.Equal(2, value.Count);
        Assert.Equal([-0.5, 1L, 300L, -70000L, 1L << 40], Assert.IsType<List<object>>(value[0]));
        Assert.Empty(Assert.IsType<List<object>>(value[1]));
    }

    // [A()] where unpickling A calls os.system("true"), protocols 0 and 4; then text, tuples, dictionaries and memos.
    [Theory]
    [InlineData("286c70300a63706f7369780a73797374656d0a70310a28567472756570320a7470330a5270340a612e")]
    [InlineData("80049522000000000000005d948c05706f736978948c0673797374656d9493948c04747275659485945294612e")]
    [InlineData("8c04747275652e")]
    [InlineData("292e")]
    [InlineData("7d2e")]
    [InlineData("5d947030300a68002e")]
    public void Anything_else_is_refused(string hex)
    {
        var error = Assert.Throws<InvalidDataException>(() => PickledLists.Read(Convert.FromHexString(hex)));
        Assert.Contains("operation", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("(l")]
    [InlineData("l.")]
    [InlineData("a.")]
    [InlineData("]]")]
    [InlineData("I12")]
    [InlineData("I1x\n.")]
    [InlineData("Fone\n.")]
    [InlineData("G12")]
    [InlineData("I1\nI2\n.")]
    [InlineData("I1\nI2\na.")]
    public void Broken_files_are_refused_with_the_place(string pickle)
    {
        var error = Assert.Throws<InvalidDataException>(() => PickledLists.Read(Encoding.ASCII.GetBytes(pickle)));
        Assert.Contains("at byte", error.Message, StringComparison.Ordinal);
    }
}
